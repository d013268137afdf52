package tfkit

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	ephemeral "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
)

// StringAttributes are attributes that a data source and an ephemeral resource have in common.
type StringAttributes map[string]datasource.StringAttribute

// DataSource returns the attributes for the schema of the data source.
func (a StringAttributes) DataSource() map[string]datasource.Attribute {
	attributes := map[string]datasource.Attribute{}
	for name, attribute := range a {
		attributes[name] = attribute
	}
	return attributes
}

// Ephemeral returns the attributes for the schema of the ephemeral resource.
func (a StringAttributes) Ephemeral() map[string]ephemeral.Attribute {
	attributes := map[string]ephemeral.Attribute{}
	for name, attribute := range a {
		attributes[name] = ephemeral.StringAttribute(attribute)
	}
	return attributes
}

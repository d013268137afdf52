// Command validate checks YAML files with a JSON schema: validate SCHEMA FILE...
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: validate SCHEMA FILE...")
		os.Exit(2)
	}
	schema, err := jsonschema.NewCompiler().Compile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var failures error
	for _, file := range os.Args[2:] {
		if err := validate(schema, file); err != nil {
			failures = errors.Join(failures, fmt.Errorf("%s: %w", file, err))
		}
	}
	if failures != nil {
		fmt.Fprintln(os.Stderr, failures)
		os.Exit(1)
	}
}

// validate checks a file. The schema sees the values as JSON has them.
func validate(schema *jsonschema.Schema, file string) error {
	text, err := os.ReadFile(file) //nolint:gosec // the files are arguments
	if err != nil {
		return err
	}
	var content any
	if err := yaml.Unmarshal(text, &content); err != nil {
		return err
	}
	inJSON, err := json.Marshal(content)
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(inJSON, &value); err != nil {
		return err
	}
	return schema.Validate(value)
}

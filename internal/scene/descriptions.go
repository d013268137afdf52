package scene

// Descriptions of attributes that several schemas have.
const (
	idDescription            = "ID of the scene, a UUID."
	nameDescription          = "Name of the scene. It need not be unique."
	creatorDescription       = "Creator of the scene. It is `admin` if none was named, and null if the service is too old to return it."
	thumbnailURLDescription  = "URL of a picture of the scene."
	createdAtDescription     = "Time at which the scene was first published, in RFC 3339 format."
	updatedAtDescription     = "Time at which the scene was last published, in RFC 3339 format."
	nameContainsDescription  = "Only scenes whose name contains this text. It is case-sensitive."
	creatorFilterDescription = "Only scenes of this creator. `admin` stands for scenes without a creator."
)

// Package release tests what a release publishes. Its module pins goreleaser, which builds releases.
package release

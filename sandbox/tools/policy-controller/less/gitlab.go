// Package gitlab takes the place of the package of this name in cosign.
package gitlab

// ReferenceScheme begins the name of a key in a repository of GitLab.
const ReferenceScheme = "gitlab"

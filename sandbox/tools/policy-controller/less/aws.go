// Package aws takes the place of the package of this name in Sigstore: its key service is left out with its SDK.
package aws

// ReferenceScheme begins the address of a key.
const ReferenceScheme = "awskms://"

// Package azure takes the place of the package of this name in Sigstore: its key service is left out with its SDK.
package azure

// ReferenceScheme begins the address of a key.
const ReferenceScheme = "azurekms://"

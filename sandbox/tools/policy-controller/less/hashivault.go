// Package hashivault takes the place of the package of this name in Sigstore: its key service is left out with its SDK.
package hashivault

// ReferenceScheme begins the address of a key.
const ReferenceScheme = "hashivault://"

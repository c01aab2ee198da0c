// Package gcsblob takes the place of the package of this name in gocloud.dev: state in Google's storage is left out.
package gcsblob

// Scheme of the URLs that this package would open.
const Scheme = "gs"

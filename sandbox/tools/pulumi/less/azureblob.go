// Package azureblob takes the place of the package of this name in gocloud.dev: state in Azure is left out.
package azureblob

import (
	"context"
	"errors"
	"net/url"

	"gocloud.dev/blob"
)

// Scheme of the URLs that this package would open.
const Scheme = "azblob"

// ServiceURLOptions has no options here.
type ServiceURLOptions struct{}

// URLOpener refuses every URL.
type URLOpener struct {
	MakeClient        func()
	ServiceURLOptions ServiceURLOptions
}

// OpenBucketURL refuses.
func (*URLOpener) OpenBucketURL(context.Context, *url.URL) (*blob.Bucket, error) {
	return nil, errors.New("this build of Pulumi keeps state in files only; install the released Pulumi for azblob://")
}

// NewDefaultClient makes nothing.
func NewDefaultClient() {}

// NewDefaultServiceURLOptions gives no options.
func NewDefaultServiceURLOptions() *ServiceURLOptions { return &ServiceURLOptions{} }

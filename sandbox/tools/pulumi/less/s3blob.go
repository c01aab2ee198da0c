// Package s3blob takes the place of the package of this name in gocloud.dev: state in S3 is left out.
package s3blob

// Package cloud takes the place of the package of this name in Pulumi: secrets by the key services of AWS, Azure, Google
// and HashiCorp are left out with their SDKs. Secrets by passphrase stay.
package cloud

import (
	"encoding/json"
	"errors"

	"github.com/pulumi/pulumi/pkg/v3/secrets"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Type names these secrets in Pulumi's state.
const Type = "cloud"

var errLeftOut = errors.New(
	"this build of Pulumi has no cloud key services; use a passphrase, or install the released Pulumi")

// EditProjectStack refuses.
func EditProjectStack(*workspace.ProjectStack, json.RawMessage) error { return errLeftOut }

// NewCloudSecretsManagerFromState refuses.
func NewCloudSecretsManagerFromState(json.RawMessage) (secrets.Manager, error) { return nil, errLeftOut }

// NewCloudSecretsManager refuses.
func NewCloudSecretsManager(*workspace.ProjectStack, string, bool) (secrets.Manager, error) {
	return nil, errLeftOut
}

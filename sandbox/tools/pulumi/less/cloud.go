// Package cloud takes the place of the package of this name in Pulumi's CLI: "pulumi api" and its reader of OpenAPI
// documents are left out. The commands that ask Pulumi Cloud find nobody logged in.
package cloud

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/pulumi/pulumi/pkg/v3/backend/httpstate/client"
)

var errLeftOut = errors.New("this build of Pulumi has no commands for Pulumi Cloud; install the released Pulumi")

// APIError is never made here.
type APIError struct {
	ExitCode int
	Silent   bool
}

func (*APIError) Error() string { return errLeftOut.Error() }

// ResolvedContext is never filled here.
type ResolvedContext struct {
	Client   *client.Client
	OrgName  string
	LoggedIn bool
}

// ResolveContext refuses.
func ResolveContext(context.Context) (*ResolvedContext, error) { return nil, errLeftOut }

// NewAPICmd makes the command "pulumi api", which refuses.
func NewAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:    "api",
		Hidden: true,
		RunE:   func(*cobra.Command, []string) error { return errLeftOut },
	}
}

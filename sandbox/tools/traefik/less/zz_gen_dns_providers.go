// Takes the place of the file of this name in lego's module: without its list of DNS providers their cloud SDKs, half
// of Traefik's packages, are not compiled. Certificates by ACME's DNS challenge are refused by name.
package dns

import (
	"fmt"

	"github.com/go-acme/lego/v5/challenge"
)

// NewDNSChallengeProviderByName knows no provider.
func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	return nil, fmt.Errorf("Cannot use DNS provider %q: this build of Traefik has none; install the released Traefik", name)
}

// Package options takes the place of the package of this name in cosign: of its command line only the names of
// predicates are needed here.
package options

import (
	"github.com/in-toto/in-toto-golang/in_toto"
	slsa02 "github.com/in-toto/in-toto-golang/in_toto/slsa_provenance/v0.2"
	slsa1 "github.com/in-toto/in-toto-golang/in_toto/slsa_provenance/v1"

	"github.com/sigstore/cosign/v2/pkg/cosign/attestation"
)

// Names of predicates.
const (
	PredicateCustom    = "custom"
	PredicateSLSA      = "slsaprovenance"
	PredicateSLSA02    = "slsaprovenance02"
	PredicateSLSA1     = "slsaprovenance1"
	PredicateSPDX      = "spdx"
	PredicateSPDXJSON  = "spdxjson"
	PredicateCycloneDX = "cyclonedx"
	PredicateLink      = "link"
	PredicateVuln      = "vuln"
	PredicateOpenVEX   = "openvex"
)

// PredicateTypeMap has the type of each name.
var PredicateTypeMap = map[string]string{
	PredicateCustom:    attestation.CosignCustomProvenanceV01,
	PredicateSLSA:      slsa02.PredicateSLSAProvenance,
	PredicateSLSA02:    slsa02.PredicateSLSAProvenance,
	PredicateSLSA1:     slsa1.PredicateSLSAProvenance,
	PredicateSPDX:      in_toto.PredicateSPDX,
	PredicateSPDXJSON:  in_toto.PredicateSPDX,
	PredicateCycloneDX: in_toto.PredicateCycloneDX,
	PredicateLink:      in_toto.PredicateLinkV1,
	PredicateVuln:      attestation.CosignVulnProvenanceV01,
	PredicateOpenVEX:   attestation.OpenVexNamespace,
}

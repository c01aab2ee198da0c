// Package decryptor takes the place of the package of this name in kustomize-controller: secrets that SOPS encrypted are
// left out with the SDKs of AWS, Azure, Google and Vault.
package decryptor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/fluxcd/pkg/cache"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/kustomize/api/resource"

	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
)

// Decryptor decrypts nothing.
type Decryptor struct{ kustomization *kustomizev1.Kustomization }

// Option is taken and not used.
type Option func(*Decryptor)

// WithRoot does nothing.
func WithRoot(string) Option { return func(*Decryptor) {} }

// WithTokenCache does nothing.
func WithTokenCache(cache.TokenCache) Option { return func(*Decryptor) {} }

// WithSOPSAgeSecret does nothing.
func WithSOPSAgeSecret(_, _ string) Option { return func(*Decryptor) {} }

// WithVaultConfigMap does nothing.
func WithVaultConfigMap(_, _ string) Option { return func(*Decryptor) {} }

// New gives a decryptor that refuses what would have to be decrypted.
func New(_ client.Client, kustomization *kustomizev1.Kustomization, _ ...Option) (*Decryptor, func(), error) {
	return &Decryptor{kustomization}, func() {}, nil
}

// IsDecryptionDisabled says whether an object is taken as it is.
func IsDecryptionDisabled(annotations map[string]string) bool {
	return strings.EqualFold(annotations[fmt.Sprintf("%s/decrypt", kustomizev1.GroupVersion.Group)], kustomizev1.DisabledValue)
}

// IsEncryptedSecret says whether SOPS encrypted an object.
func IsEncryptedSecret(object *unstructured.Unstructured) bool {
	_, found, _ := unstructured.NestedFieldNoCopy(object.Object, "sops")
	return found && object.GetKind() == "Secret" && object.GetAPIVersion() == "v1"
}

// ImportKeys refuses where the Kustomization wants decryption.
func (d *Decryptor) ImportKeys(context.Context) error {
	if d.kustomization.Spec.Decryption == nil {
		return nil
	}
	return errors.New("this build of kustomize-controller decrypts no secrets; use the released one for spec.decryption")
}

// SetAuthOptions does nothing.
func (d *Decryptor) SetAuthOptions(context.Context) {}

// DecryptSources does nothing.
func (d *Decryptor) DecryptSources(string) error { return nil }

// DecryptResource leaves the resource as it is.
func (d *Decryptor) DecryptResource(*resource.Resource) (*resource.Resource, error) { return nil, nil }

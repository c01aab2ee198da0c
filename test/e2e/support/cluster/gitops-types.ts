import type { Definitions } from "../../../../sandbox/cluster/config/route-crds";

/** Type of Flux's Kustomizations. */
export const kustomizationType: Definitions = {
  name: "flux-kustomize",
  module: "github.com/fluxcd/kustomize-controller",
  version: "v1.9.6",
  checksum: "h1:XB+G3A0mky0j5uVHZWv4oSlS2RvZBoNIUhstIvY0JKE=",
  folder: "config/crd/bases",
  has: (file) => file.endsWith("_kustomizations.yaml"),
};

/** Type of Flux's HelmReleases. */
export const helmReleaseType: Definitions = {
  name: "flux-helm",
  module: "github.com/fluxcd/helm-controller",
  version: "v1.6.1",
  checksum: "h1:b0XKTQCGlQy4nOGfEFMbn/e+/j9IMEHSDlKecbZkG9M=",
  folder: "config/crd/bases",
  has: (file) => file.endsWith("_helmreleases.yaml"),
};

/** Type of Argo CD's Applications. */
export const applicationType: Definitions = {
  name: "argocd",
  module: "github.com/argoproj/argo-cd/v3",
  version: "v3.1.16",
  checksum: "h1:ufzj0c7CWKoMW03lOV8F6jwIW6YDPPZWI4PTHxz8Qq0=",
  folder: "manifests/crds",
  has: (file) => file === "application-crd.yaml",
};

import { findPicks, shareOf as canaryShare } from "./nginx/annotations";
import type { RoutedKind, RouterObject, Split, Target } from "./routed-kind";

interface IngressBackend {
  readonly service?: { readonly name: string };
}

interface IngressSpec {
  readonly defaultBackend?: IngressBackend;
  readonly rules?: readonly {
    readonly http?: { readonly paths?: readonly { readonly backend?: IngressBackend }[] };
  }[];
}

/**
 * Share of an Ingress: a canary Ingress gets a share only, or the requests with a header or a cookie; every other
 * Ingress gets all.
 */
const shareOf = ({ metadata }: RouterObject): number =>
  findPicks(metadata).length > 0 ? 100 : canaryShare(metadata);

/** Ingress (networking.k8s.io/v1), whichever controller follows it. */
export const ingress: RoutedKind = {
  kind: "Ingress",
  group: "networking.k8s.io",
  version: "v1",
  resource: "ingresses",
  field: "rules",
  split: (object) => {
    const { defaultBackend, rules = [] } = (object.spec ?? {}) as IngressSpec;
    const share = shareOf(object);
    const toSplit = (at: string, pointer: string, backend: IngressBackend | undefined): Split[] => {
      const target: Target[] =
        backend?.service === undefined
          ? []
          : [{ service: backend.service.name, share, pointer: `${pointer}/service/name` }];
      return target.length === 0 ? [] : [{ at, pointer, probe: false, targets: target }];
    };
    return [
      ...toSplit("spec.defaultBackend", "/spec/defaultBackend", defaultBackend),
      ...rules.flatMap(({ http }, rule) =>
        (http?.paths ?? []).flatMap(({ backend }, path) =>
          toSplit(
            `spec.rules[${rule}].http.paths[${path}]`,
            `/spec/rules/${rule}/http/paths/${path}/backend`,
            backend,
          ),
        ),
      ),
    ];
  },
};

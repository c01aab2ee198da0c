import { toFilters } from "../../../../../components/core/convert/ingress/filters";

const prefix = "nginx.ingress.kubernetes.io/";

/** Filters of an Ingress with these annotations; each name goes without its prefix. */
export const mapAnnotations = (annotations: Readonly<Record<string, string>>) =>
  toFilters(
    {
      metadata: {
        annotations: Object.fromEntries(
          Object.entries(annotations).map(([name, value]) => [prefix + name, value]),
        ),
      },
    },
    [{ file: "x", object: { kind: "ConfigMap", metadata: { name: "numbers" }, data: { "X-A": 1 } } }],
  );

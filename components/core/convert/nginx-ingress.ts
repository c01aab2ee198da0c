import { given } from "../given";
import { asObject, asObjects, asText, at, showJson } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { exact, lost, near, unused } from "./fate";
import type { Fate } from "./fate";
import { findHosts } from "./hosts";
import { findObject } from "./input";
import type { InputObject } from "./input";
import type { Routed } from "./routed";

const prefix = "nginx.ingress.kubernetes.io/";

const fates = (object: JsonObject): readonly Fate[] => {
  const paths = asObjects(at(object, "spec", "rules")).flatMap((rule, index) =>
    asObjects(at(rule["http"], "paths")).flatMap((path, place) =>
      (path["path"] ?? "/") === "/"
        ? []
        : [
            near(
              `spec rules [${index}] http paths [${place}] path`,
              'Sluice\'s Ingress takes every path of the host ("/"); longer paths of other Ingresses still win',
              "use router gateway, whose rules have paths, where that is too much",
            ),
          ],
    ),
  );
  return [
    ...paths,
    exact(`metadata annotations ${prefix}*`, "sluice:traffic.ingress.annotations, on stable's Ingress"),
    unused(
      "metadata annotations kubernetes.io/ingress.class",
      "the class is in sluice:traffic.ingress.class",
    ),
    lost(
      "metadata annotations",
      "not carried over",
      "write it into sluice:traffic.ingress.annotations if a controller needs it",
    ),
    exact("spec ingressClassName", "sluice:traffic.ingress.class"),
    exact("spec tls", "sluice:traffic.ingress.tlsSecret, for all hosts"),
    exact("spec rules", "sluice:traffic.hosts; the backends are the tracks"),
    lost(
      "spec defaultBackend",
      "requests of other hosts are not Sluice's",
      "keep them in an Ingress of their own",
    ),
    near("metadata labels", "Sluice's own labels"),
    near(
      "",
      "replaced by the Ingress that Sluice makes",
      "ingress-nginx refuses a second Ingress of one host and path: try it with another host first",
    ),
  ];
};

/** Settings of router `nginx` from the Ingress of stable. */
function fromStableIngress({ object }: InputObject): {
  readonly ingress: JsonObject;
  readonly fates: readonly Fate[];
} {
  const annotations = asObject(at(object, "metadata", "annotations"));
  const kept = Object.entries(annotations).filter(
    ([name]) => name.startsWith(prefix) && !name.startsWith(`${prefix}canary`),
  );
  const name =
    asText(at(object, "spec", "ingressClassName")) ?? asText(annotations["kubernetes.io/ingress.class"]);
  const secret = asObjects(at(object, "spec", "tls")).map((one) => asText(one["secretName"]))[0];
  const texts = kept.map(([key, value]): [string, Json] => [key, showJson(value)]);
  return {
    ingress: {
      ...given("class", name),
      ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(texts) }),
      ...given("tlsSecret", secret),
    },
    fates: fates(object),
  };
}

/** Router `nginx` by the Ingress of stable; where the input does not have it, with the defaults. */
export function routeByNginx(name: string, inputs: readonly InputObject[]): Omit<Routed, "fates"> {
  const input = findObject(inputs, ["Ingress"], name);
  const common = { source: "ingress-nginx" } as const;
  if (input === undefined) {
    return { ...common, traffic: { router: "nginx" }, hosts: [], routes: new Map() };
  }
  const { ingress, fates: own } = fromStableIngress(input);
  return {
    ...common,
    traffic: { router: "nginx", ingress },
    hosts: findHosts([input]),
    routes: new Map([[input, own]]),
  };
}

/** Fate of the name of an Ingress that the input does not have. */
export const missingIngress = (at_: string, name: string): Fate =>
  near(
    at_,
    `Ingress ${name} is not in the input: class, annotations and certificate are the defaults`,
    "name its file, too",
  );

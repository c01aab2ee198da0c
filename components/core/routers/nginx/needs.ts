import { describeOwner } from "../../access/owner";
import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { itemsOf } from "../need";
import type { Found, Need, NeedFinding } from "../need";
import { objectPath } from "../routed-kind";
import type { RouterObject } from "../routed-kind";
import { affinity, findPicks, isCanary, mirrorTarget, pinning, pinsToCanary, replacing } from "./annotations";
import { findDamage, meet } from "./damage";
import { canaryIngress, declareIngresses } from "./manifest";

const nothing: NeedFinding = { problems: [], notes: [] };

/** Longest time that ingress-nginx needs to follow a write, seconds. */
const slowestSeconds = 5;

const classOf = ({ traffic }: Pick<RouteSettings, "traffic">): string => traffic.ingress?.class ?? "nginx";
const classPath = (settings: RouteSettings): string =>
  `/apis/networking.k8s.io/v1/ingressclasses/${classOf(settings)}`;

/** Whether the Ingresses are for Traefik: by its counters, or by the controller of their class. */
function isTraefik({ analysis }: RouteSettings, found: Found | undefined): boolean {
  const spec =
    found?.kind === "found" ? (found.object as { spec?: { controller?: string } }).spec : undefined;
  return analysis?.source === "traefik" || spec?.controller?.startsWith("traefik.io/") === true;
}

/** The class: without it no controller takes the Ingresses. */
function needClass(settings: RouteSettings): Need {
  const { app, traffic, cluster } = settings;
  const name = classOf(settings);
  const notes = [
    "ingress-nginx itself gets no fixes since March 2026: plan a move to the Gateway API, or to Traefik, which reads the same annotations",
    ...(traffic.propagationSeconds < slowestSeconds
      ? [
          `ingress-nginx follows a write within ${slowestSeconds} s: sluice:traffic.propagation says ${traffic.propagationSeconds} s`,
        ]
      : []),
  ];
  return {
    paths: [classPath(settings)],
    judge: ([found]) => ({
      problems:
        found?.kind === "absent"
          ? [
              {
                text: `Cannot route traffic to "${app}": sluice:traffic.ingress.class must name an IngressClass of the cluster: got "${name}", which is not there`,
                fix: `${kubectl(cluster, "get ingressclasses")} lists those that are`,
                end: "usage",
              },
            ]
          : [],
      notes,
    }),
  };
}

const ends = "no weight ends the sessions that it pins to the canary";

/** Reason why an annotation that pins clients cannot stay; undefined where it can. */
function refuseAffinity(
  annotations: Readonly<Record<string, string>>,
  byTraefik: boolean,
): string | undefined {
  if (pinsToCanary(annotations))
    return byTraefik
      ? ends
      : `${ends}; or set affinity-canary-behavior to legacy, which ingress-nginx reads and Traefik does not`;
  return affinity in annotations && byTraefik
    ? `${ends}; Traefik does not read affinity-canary-behavior`
    : undefined;
}

/** Annotations of the user's that the weight does not go with. */
function needAnnotations(settings: RouteSettings): Need {
  const { app, traffic } = settings;
  const given = { annotations: traffic.ingress?.annotations ?? {} };
  const of = (names: readonly string[]): readonly string[] =>
    names.filter((name) => name in given.annotations);
  const refusedBy = (byTraefik: boolean) => {
    const pins = refuseAffinity(given.annotations, byTraefik);
    return [
      ...[...findPicks(given), ...(isCanary(given) ? ["nginx.ingress.kubernetes.io/canary"] : [])].map(
        (name) => [name, "the canary has an Ingress of its own, which Sluice makes"] as const,
      ),
      ...of([mirrorTarget]).map(
        (name) => [name, "copies have no end in the write that ends the weight"] as const,
      ),
      ...(pins === undefined ? [] : [[affinity, pins] as const]),
      ...of(replacing).map(
        (name) =>
          [
            name,
            "answers behind it cannot be told from good ones; let the app make its error pages",
          ] as const,
      ),
    ];
  };
  return {
    paths: [classPath(settings)],
    judge: ([found]) => ({
      problems: refusedBy(isTraefik(settings, found)).map(([name, why]) => ({
        text: `Cannot route traffic to "${app}": sluice:traffic.ingress.annotations must be without ${name}`,
        fix: `leave it out: ${why}`,
        end: "usage",
      })),
      notes: of(pinning).map(
        (name) =>
          `${name} pins clients: a weight is a share of new sessions, and the share of users lags behind it`,
      ),
    }),
  };
}

/** Other Ingresses for the same host and path, or with the same Service. */
function needPaths(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  // The user's own annotations are judged apart.
  const { ingress: _given, ...plain } = traffic;
  const objects = declareIngresses({ ...settings, port: 0, traffic: plain }).map(
    ({ manifest }) => manifest as unknown as RouterObject,
  );
  const [stable, canary] = objects as [RouterObject, RouterObject];
  return {
    paths: [`/apis/networking.k8s.io/v1/ingresses`, objectPath(ingress, namespace)],
    judge: ([everywhere, nearby]) => {
      const all = itemsOf<RouterObject>(everywhere) ?? itemsOf<RouterObject>(nearby);
      if (all === undefined) return nothing;
      const own = [traffic.route, canaryIngress(settings)];
      const isOwn = ({ metadata }: RouterObject): boolean =>
        metadata.namespace === namespace && own.includes(metadata.name);
      const others = all.filter((one) => !isOwn(one));
      const rivals = others.filter((one) => !isCanary(one.metadata) && meet(one, stable));
      const beside = others.filter(({ metadata }) => metadata.namespace === namespace);
      const damage = findDamage(canary, [stable, ...beside], settings);
      return {
        problems: [
          ...rivals.map(({ metadata }) => ({
            text: `Cannot route traffic to "${app}": no other Ingress may be for host and path of this app: got Ingress ${metadata.namespace}/${metadata.name}${describeOwner(metadata)}; nothing was touched`,
            fix: "give sluice:traffic.hosts names of their own: an Ingress in use cannot be taken over",
            end: "refused" as const,
          })),
          ...(damage === undefined
            ? []
            : [
                {
                  text: `Cannot route traffic to "${app}": ${damage.text}`,
                  fix: damage.fix,
                  end: "refused" as const,
                },
              ]),
        ],
        notes: [],
      };
    },
  };
}

/** Prerequisites of a pair of Ingresses in the cluster. */
export function needsOfNginx(settings: RouteSettings): readonly Need[] {
  return [needClass(settings), needAnnotations(settings), needPaths(settings)];
}

import { describeOwner } from "../../access/owner";
import { kubectl } from "../../access/kubectl";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { itemsOf } from "../need";
import type { Found, Need, NeedFinding } from "../need";
import { objectPath } from "../routed-kind";
import type { RouterObject } from "../routed-kind";
import type { DeclaredObject } from "../router";
import { isCanary } from "./annotations";
import { classOf, classPath, controllerOf, readerOf, readsCanary } from "./class";
import { findDamage, meet } from "./damage";
import { judgeAnnotations, notePinning } from "./judge-annotations";
import { canaryIngress, declareBeside, declareIngresses } from "./manifest";
import { needHeaders } from "./need-headers";
import { needMain } from "./need-main";

const nothing: NeedFinding = { problems: [], notes: [] };

/** Longest time that ingress-nginx needs to follow a write, seconds. */
const slowestSeconds = 5;

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
  const refuse = (rule: string, got: string, fix: string): NeedFinding["problems"] => [
    {
      text: `Cannot route traffic to "${app}": sluice:traffic.ingress.class must ${rule}: got "${name}"${got}`,
      fix,
      end: "usage",
    },
  ];
  const judge = (found: Found | undefined): NeedFinding["problems"] => {
    if (found?.kind === "absent" && traffic.main?.oldClass === undefined)
      return refuse(
        "name an IngressClass of the cluster",
        ", which is not there",
        `${kubectl(cluster, "get ingressclasses")} lists those that are`,
      );
    const controller = controllerOf(found);
    // The user's own Ingress is judged with its other fields.
    if (controller === undefined || traffic.isShared === true || readsCanary(controller)) return [];
    return refuse(
      "be of a controller that reads canary annotations",
      ` of ${controller}`,
      "split by another router: docs/reference/routers.md",
    );
  };
  return { paths: [classPath(settings)], judge: ([found]) => ({ problems: judge(found), notes }) };
}

/** Annotations of the user's that the weight does not go with. */
function needAnnotations(settings: RouteSettings): Need {
  const { app, traffic } = settings;
  const annotations = traffic.ingress?.annotations ?? {};
  return {
    paths: [],
    judge: () => ({
      problems: judgeAnnotations(annotations, readerOf(settings)).map(([name, why]) => ({
        text: `Cannot route traffic to "${app}": sluice:traffic.ingress.annotations must be without ${name}`,
        fix: `leave it out: ${why}`,
        end: "usage",
      })),
      notes: notePinning(annotations),
    }),
  };
}

/** Both Ingresses: those that Sluice makes, or the user's and the one beside it. */
function toPair(
  settings: RouteSettings,
  all: readonly RouterObject[],
): readonly [RouterObject, RouterObject] | undefined {
  const { namespace, traffic } = settings;
  // The user's own annotations are judged apart.
  const { ingress: _given, ...plain } = traffic;
  const bare = { ...settings, port: 0, traffic: plain };
  const toObject = ({ manifest }: DeclaredObject): RouterObject => manifest as unknown as RouterObject;
  if (traffic.isShared !== true) {
    const [stable, canary] = declareIngresses(bare);
    return [toObject(stable), toObject(canary)];
  }
  const main = all.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === traffic.route,
  );
  // Without one of them another need says what is missing.
  if (main === undefined || traffic.main === undefined) return undefined;
  return [main, toObject(declareBeside(bare, traffic.main))];
}

/** Other Ingresses for the same host and path, or with the same Service. */
function needPaths(settings: RouteSettings): Need {
  const { app, namespace, traffic } = settings;
  return {
    paths: [`/apis/networking.k8s.io/v1/ingresses`, objectPath(ingress, namespace)],
    judge: ([everywhere, nearby]) => {
      const all = itemsOf<RouterObject>(everywhere) ?? itemsOf<RouterObject>(nearby);
      const pair = all && toPair(settings, all);
      if (all === undefined || pair === undefined) return nothing;
      const [stable, canary] = pair;
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
            fix:
              traffic.isShared === true
                ? "let one Ingress have host and path: the weight counts for that one"
                : "give sluice:traffic.hosts names of their own, or let sluice:app.adopt take what runs over",
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
  const own =
    settings.traffic.isShared === true
      ? [needMain(settings)]
      : [needAnnotations(settings), needHeaders(settings)];
  return [needClass(settings), ...own, needPaths(settings)];
}

import { readAnnotation } from "../../annotations";
import type { Damage } from "../../live";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { findRulesAround, theirs, toLiveRoute } from "../live-route";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { describeSelector } from "../../selectors/match-labels";
import { trackLabel } from "../../settings";
import { routerLabel, selectorIn, selects, weightAnnotation } from "./service";

/** Whether a Service is Sluice's: it has its annotation, or it is as Pulumi made it. */
const isOurs = (object: RouterObject, app: string): boolean =>
  readAnnotation(object.metadata, "epoch") !== undefined ||
  (selects(object, app, 0) && object.metadata.labels?.[routerLabel] === "replicas");

/** Weight that was written, where it is one at which both tracks are in. */
function writtenShare({ metadata }: RouterObject): number | undefined {
  const weight = Number(metadata.annotations?.[weightAnnotation]);
  return Number.isInteger(weight) && weight > 0 && weight < 100 ? weight : undefined;
}

/** Weight by the selector; where it is nobody's write of a weight, as much as the canary may get by it. */
function weightOf(object: RouterObject, app: string): number {
  if (selects(object, app, 0)) return 0;
  if (selects(object, app, 100)) return 100;
  const selector = selectorIn(object);
  const reaches = selector[trackLabel] ?? "canary";
  if (Object.keys(selector).length === 0 || reaches !== "canary") return 0;
  return selects(object, app, 50) ? (writtenShare(object) ?? 99) : 100;
}

function findDamage(object: RouterObject, { app, namespace, traffic }: RouteSettings): Damage | undefined {
  const isWhole = [0, 50, 100].some((weight) => selects(object, app, weight));
  if (isWhole) return undefined;
  const selector = selectorIn(object);
  const got = Object.keys(selector).length === 0 ? "nothing" : describeSelector({ matchLabels: selector });
  return {
    text: `Service ${namespace}/${traffic.route} must select stable's pods, the canary's, or both tracks': got ${got}`,
    fix: "the base stack's `pulumi up` writes it again",
    restorable: true,
  };
}

/** Reads the app's Service as the API server returned it. */
export function readService(
  object: RouterObject,
  settings: RouteSettings,
  around: readonly Around[],
): RouteReading {
  if (!isOurs(object, settings.app)) return theirs("Service", object);
  const live = toLiveRoute({
    object,
    written: weightOf(object, settings.app),
    // A Service has no rules: those of others that reach the canary are all around it.
    rules: findRulesAround(ingress, object, settings, around),
    around,
    damage: findDamage(object, settings),
    field: "selector",
    readiness: {
      kind: "not-reported",
      text: "a Service has no status that says which connections follow it",
      fix: "requests must show that they do",
    },
  });
  return { kind: "ours", view: { object, live } };
}

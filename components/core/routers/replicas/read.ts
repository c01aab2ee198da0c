import { readAnnotation } from "../../annotations";
import type { Damage } from "../../live";
import type { RouteSettings } from "../foreign-rules";
import { ingress } from "../ingress";
import { findRulesAround, theirs, toLiveRoute } from "../live-route";
import type { RouterObject } from "../routed-kind";
import type { Around, RouteReading } from "../router";
import { describeSelector } from "../../selectors/match-labels";
import { trackLabel } from "../../settings";
import {
  routerLabel,
  selectorIn,
  selects,
  selectsAsBefore,
  stateOf,
  termsOf,
  weightAnnotation,
} from "./service";

/** Owner of a Service: Sluice's has its annotation, or is as Pulumi made it; a user's is offered until it was written. */
function ownerOf(object: RouterObject, { app, traffic }: RouteSettings): RouteReading["kind"] {
  if (stateOf(object) !== "offered") return "ours";
  if (traffic.isShared === true) return "offered";
  const isMade = selects(object, app, 0) && object.metadata.labels?.[routerLabel] === "replicas";
  return isMade || readAnnotation(object.metadata, "epoch") !== undefined ? "ours" : "theirs";
}

const isGivenBack = (object: RouterObject): boolean => stateOf(object) === "given-back";

/** Weight that was written, where it is one at which both tracks are in. */
function writtenShare({ metadata }: RouterObject): number | undefined {
  const weight = Number(metadata.annotations?.[weightAnnotation]);
  return Number.isInteger(weight) && weight > 0 && weight < 100 ? weight : undefined;
}

/** Weight by the selector; where it is nobody's write of a weight, as much as the canary may get by it. */
function weightOf(object: RouterObject, settings: RouteSettings): number {
  const { app } = settings;
  const terms = termsOf(object, settings);
  if (selects(object, app, 0, terms)) return 0;
  if (selects(object, app, 100, terms)) return 100;
  // The pods of before serve again: no canary has any then.
  if (isGivenBack(object) && selectsAsBefore(object, terms)) return 0;
  const selector = selectorIn(object);
  const reaches = selector[trackLabel] ?? "canary";
  if (Object.keys(selector).length === 0 || reaches !== "canary") return 0;
  return selects(object, app, 50, terms) ? (writtenShare(object) ?? 99) : 100;
}

function findDamage(object: RouterObject, settings: RouteSettings): Damage | undefined {
  const { app, namespace, traffic } = settings;
  const terms = termsOf(object, settings);
  if (isGivenBack(object))
    return {
      text: `Service ${namespace}/${traffic.route} must be split: got one that is being given back`,
      fix: "`sluice eject` goes on; the base stack's `pulumi up` takes it over again",
      restorable: true,
    };
  const isWhole = [0, 50, 100].some((weight) => selects(object, app, weight, terms));
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
  const owner = ownerOf(object, settings);
  if (owner === "theirs") return theirs("Service", object);
  const live = toLiveRoute({
    object,
    written: weightOf(object, settings),
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
  return { kind: owner, view: { object, live } };
}

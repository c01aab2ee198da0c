import { asTexts } from "../../json";
import type { Json } from "../../revision/revision";
import { trackLabel, trackLabels } from "../../settings";
import { hasLabels } from "../../selectors/match-labels";
import type { Labels } from "../../selectors/match-labels";
import type { RouteSettings } from "../foreign-rules";
import type { RouterObject } from "../routed-kind";

/** Annotation on the app's Service: the weight that was written, whole percent; between 0 and 100 pods make it. */
export const weightAnnotation = "sluice.dev/weight";

/** Label of the app's Service, by which Sluice knows its own before the first write. */
export const routerLabel = "sluice.dev/router";

/**
 * Annotation on a user's Service that splits: JSON of the labels that its owner selects by, besides the app's name. It
 * makes the Service Sluice's; one that has it and no {@link weightAnnotation} is being given back.
 */
export const termsAnnotation = "sluice.dev/selector";

/**
 * Pods that get connections at a weight: stable's, both tracks', or the canary's.
 * @param terms - labels that a user's Service selects by besides
 */
export function selectorOf(app: string, weight: number, terms: Labels = {}): Labels {
  if (weight === 0) return { ...terms, ...trackLabels(app, "stable") };
  if (weight === 100) return { ...terms, ...trackLabels(app, "canary") };
  const { [trackLabel]: _track, ...both } = trackLabels(app, "stable");
  return { ...terms, ...both };
}

/** Selector of a Service; one without any sends nothing to pods. */
export const selectorIn = ({ spec }: Pick<RouterObject, "spec">): Labels =>
  (spec as { readonly selector?: Labels | null } | undefined)?.selector ?? {};

/** Labels of the tracks' pods. */
const ownLabels = Object.keys(trackLabels("", "stable"));

const isSame = (one: Labels, other: Labels): boolean => hasLabels(one, other) && hasLabels(other, one);

/** Labels that a user's own Service selects by, besides the app's name and the track. */
const termsIn = (object: Pick<RouterObject, "spec">): Labels =>
  Object.fromEntries(Object.entries(selectorIn(object)).filter(([label]) => !ownLabels.includes(label)));

function readTerms(text: string): Labels | undefined {
  try {
    return asTexts(JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** Terms of a user's own Service, as they were when it became the switch; none of a Service that Sluice made. */
export function termsOf(object: RouterObject, { traffic }: Pick<RouteSettings, "traffic">): Labels {
  const written = object.metadata.annotations?.[termsAnnotation];
  if (written !== undefined) return readTerms(written) ?? termsIn(object);
  return traffic.isShared === true ? termsIn(object) : {};
}

/** Whether a Service selects what it selects at a weight. */
export const selects = (
  object: Pick<RouterObject, "spec">,
  app: string,
  weight: number,
  terms: Labels = {},
): boolean => isSame(selectorIn(object), selectorOf(app, weight, terms));

/** Whether a Service selects what its owner let it select, these terms with the app's name or without. */
export const selectsAsBefore = (object: Pick<RouterObject, "spec">, terms: Labels): boolean =>
  !(trackLabel in selectorIn(object)) && isSame(termsIn(object), terms);

/** State of a user's Service: not written by the router yet, split by it, or being given back. */
export function stateOf({ metadata }: Pick<RouterObject, "metadata">): "offered" | "split" | "given-back" {
  const { annotations = {} } = metadata;
  if (!(termsAnnotation in annotations)) return "offered";
  return weightAnnotation in annotations ? "split" : "given-back";
}

/** Path of the app's Service. */
export const servicePath = ({ namespace, traffic }: Pick<RouteSettings, "namespace" | "traffic">): string =>
  `/api/v1/namespaces/${namespace}/services/${traffic.route}`;

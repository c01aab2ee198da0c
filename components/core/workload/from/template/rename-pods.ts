import { asList, asObject, asObjects, asTexts, at, isObject, showPath } from "../../../json";
import type { Problem } from "../../../problem";
import type { Json, JsonObject } from "../../../revision/revision";
import { hasLabels, matchLabels, toSelector } from "../../../selectors/match-labels";
import type { Labels } from "../../../selectors/match-labels";
import { describe, describeAll, kindOf } from "../identity";

/** Label that the tracks of an app are selected by, beside Sluice's own. */
export const nameLabel = "app.kubernetes.io/name";

/** A set whose pods have the app's name as their label, with the selectors that follow. */
export interface Renamed {
  readonly deployment: JsonObject;
  readonly others: readonly JsonObject[];
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

/** Kinds that select Services by their labels, which stay. */
const ofServices = /^\w*Service(Monitor|Scrape)$/;

/** Kinds whose own selector the API never lets change. */
const fixed = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"];

interface Names {
  readonly before: string;
  readonly app: string;
  /** Labels of the workload's pods in the set. */
  readonly own: Labels;
  /** Labels of all other pods of the set. */
  readonly foreign: readonly Labels[];
}

const podLabels = (object: JsonObject): Labels =>
  asTexts(
    at(object, "spec", "template", "metadata", "labels") ??
      at(object, "spec", "jobTemplate", "spec", "template", "metadata", "labels"),
  );

/** A term that names the label before, with the new one beside it. */
function renameTerm(term: JsonObject, { before, app }: Names): JsonObject {
  const values = asList(term["values"]);
  const isMeant = term["key"] === nameLabel && values.includes(before) && !values.includes(app);
  return isMeant ? { ...term, values: [...values, app] } : term;
}

/** A selector that also finds the pods under their new label, and everything that it found before. */
function renameSelector(selector: JsonObject, isElsewhere: boolean, names: Names): JsonObject {
  const { before, app, own, foreign } = names;
  const terms = asObjects(selector["matchExpressions"]);
  const renamed = terms.map((term) => renameTerm(term, names));
  const isSame = renamed.every((term, index) => term === terms[index]);
  const expressions = isSame ? {} : { matchExpressions: renamed };
  const { [nameLabel]: wanted, ...rest } = asObject(selector["matchLabels"]);
  const meant = toSelector({ ...selector, matchLabels: rest });
  if (wanted !== before || !matchLabels(own, meant))
    return isSame ? selector : { ...selector, ...expressions };
  const isShared = isElsewhere || foreign.some((labels) => matchLabels(labels, toSelector(selector)));
  if (!isShared) return { ...selector, ...expressions, matchLabels: { ...rest, [nameLabel]: app } };
  return {
    ...selector,
    matchLabels: rest,
    matchExpressions: [...renamed, { key: nameLabel, operator: "In", values: [before, app] }],
  };
}

/** Value with every selector of it renamed; plain labels that select pods of others as well are told. */
function rename(
  value: Json,
  path: readonly string[],
  names: Names,
  tell: (path: readonly string[]) => void,
): Json {
  if (Array.isArray(value))
    return (value as readonly Json[]).map((one, index) => rename(one, [...path, `[${index}]`], names, tell));
  if (!isObject(value)) return value;
  const { before, app, own, foreign } = names;
  const isElsewhere = "namespaces" in value || "namespaceSelector" in value;
  const isPlain = path.some((name) => /selector/i.test(name)) && value[nameLabel] === before;
  if (isPlain && hasLabels(own, asTexts(value))) {
    if (foreign.every((labels) => !hasLabels(labels, asTexts(value)))) return { ...value, [nameLabel]: app };
    tell(path);
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const isSelector = isObject(one) && ("matchLabels" in one || "matchExpressions" in one);
      return [
        name,
        isSelector ? renameSelector(one, isElsewhere, names) : rename(one, [...path, name], names, tell),
      ];
    }),
  );
}

/**
 * Gives the workload's pods the app's name as their label, and lets the selectors of the set follow.
 * @param others - all other objects of the set
 */
export function renamePods(deployment: JsonObject, others: readonly JsonObject[], app: string): Renamed {
  const own = podLabels(deployment);
  const before = own[nameLabel];
  if (before === undefined || before === app) return { deployment, others, notes: [], problems: [] };
  const names = { before, app, own, foreign: others.map(podLabels) };
  const stuck: string[] = [];
  const change = (object: JsonObject): JsonObject => {
    if (ofServices.test(kindOf(object))) return object;
    const spec = asObject(object["spec"]);
    const isFixed = object !== deployment && fixed.includes(kindOf(object));
    const tell = (path: readonly string[]) => stuck.push(`${describe(object)} (${showPath(path)})`);
    const changed = asObject(rename(spec, ["spec"], names, tell));
    const kept = {
      ...changed,
      ...(isFixed && spec["selector"] !== undefined ? { selector: spec["selector"] } : {}),
    };
    return JSON.stringify(kept) === JSON.stringify(spec) ? object : { ...object, spec: kept };
  };
  const [first, rest] = [change(deployment), others.map(change)];
  const followed = [first, ...rest].filter((one) => one !== deployment && !others.includes(one));
  return {
    deployment: withLabel(first, app),
    others: rest,
    notes: [
      `label ${nameLabel} of the pods is ${app} instead of ${before}: the tracks are selected by it`,
      ...(followed.length === 0 ? [] : [`selectors of the pods follow that label: ${describeAll(followed)}`]),
    ],
    problems: stuck.length === 0 ? [] : [explainStuck(deployment, { before, app, stuck })],
  };
}

function withLabel(deployment: JsonObject, app: string): JsonObject {
  const spec = asObject(deployment["spec"]);
  const template = asObject(spec["template"]);
  const metadata = asObject(template["metadata"]);
  const labels = { ...asObject(metadata["labels"]), [nameLabel]: app };
  return { ...deployment, spec: { ...spec, template: { ...template, metadata: { ...metadata, labels } } } };
}

function explainStuck(
  deployment: JsonObject,
  {
    before,
    app,
    stuck,
  }: { readonly before: string; readonly app: string; readonly stuck: readonly string[] },
): Problem {
  const path = `spec.template.metadata.labels["${nameLabel}"]`;
  return {
    path,
    text: `${path} of ${describe(deployment)} must be ${app} (sluice:app.name), by which the tracks are selected, since selectors of other pods need it as well: got ${before}, selected by ${stuck.join(", ")}`,
    fix: `set sluice:app.name to ${before}, or change label and selectors by sluice:app.patch`,
  };
}

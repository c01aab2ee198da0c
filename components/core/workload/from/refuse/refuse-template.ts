import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { matchLabels, toSelector } from "../../../selectors/match-labels";
import { describe, kindOf } from "../identity";
import { asObject, asTexts, at, showPath, walk } from "../../../json";

/** Label that the tracks of an app are selected by, beside Sluice's own. */
export const nameLabel = "app.kubernetes.io/name";

/** Rules that a Deployment breaks which becomes both tracks. */
export function refuseTemplate(deployment: JsonObject): readonly Problem[] {
  const problems: Problem[] = [];
  const of = `of ${describe(deployment)}`;
  const labels = asTexts(at(deployment, "spec", "template", "metadata", "labels"));
  for (const name of Object.keys(labels).filter((one) => one.startsWith("sluice.dev/"))) {
    const path = `spec.template.metadata.labels["${name}"]`;
    problems.push({
      path,
      text: `${path} ${of} must be left out: it is Sluice's own, and tells the tracks apart`,
    });
  }
  const selector = toSelector(at(deployment, "spec", "selector"));
  if (Object.keys(selector).length === 0) {
    problems.push({ path: "spec.selector", text: `spec.selector ${of} must be set: got none` });
  } else if (!matchLabels(labels, selector)) {
    const path = "spec.selector";
    problems.push({ path, text: `${path} ${of} must select the labels of its own template: got others` });
  }
  if (at(deployment, "spec", "paused") === true) {
    problems.push({
      path: "spec.paused",
      text: `spec.paused ${of} must be left out: got true, and no release would roll`,
    });
  }
  return problems;
}

/**
 * Selectors that would lose the pods, since these get the app's name as their label.
 * @param others - objects that stay as they are
 */
export function refuseNameLabel(
  deployment: JsonObject,
  others: readonly JsonObject[],
  app: string,
): readonly Problem[] {
  const template = asObject(at(deployment, "spec", "template"));
  const before = asTexts(at(template, "metadata", "labels"))[nameLabel];
  if (before === undefined || before === app) return [];
  const selecting = [
    ...findSelectors(template["spec"], before, `${describe(deployment)} (spec.template.spec`),
    // A monitor of Services selects their labels, which stay.
    ...others
      .filter((one) => kindOf(one) !== "ServiceMonitor")
      .flatMap((one) => findSelectors(one["spec"], before, `${describe(one)} (spec`)),
  ];
  if (selecting.length === 0) return [];
  const path = `spec.template.metadata.labels["${nameLabel}"]`;
  return [
    {
      path,
      text: `${path} of ${describe(deployment)} must be ${app} (sluice:app.name), by which the tracks are selected, since other selectors need it: got ${before}, selected by ${selecting.join(", ")}`,
      fix: `set sluice:app.name to ${before}, or change label and selectors by sluice:app.patch`,
    },
  ];
}

function findSelectors(
  spec: JsonObject[string] | undefined,
  value: string,
  place: string,
): readonly string[] {
  return [...walk(spec ?? null)].flatMap(({ path, value: found }) =>
    found === value &&
    path.at(-1) === nameLabel &&
    path.slice(0, -1).some((name) => /selector|matchLabels/i.test(name))
      ? [`${place}.${showPath(path.slice(0, -1))})`]
      : [],
  );
}

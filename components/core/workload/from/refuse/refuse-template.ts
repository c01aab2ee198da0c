import type { Problem } from "../../../problem";
import type { JsonObject } from "../../../revision/revision";
import { matchLabels, toSelector } from "../../../selectors/match-labels";
import { describe } from "../identity";
import { asTexts, at } from "../../../json";

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

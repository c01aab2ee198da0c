import { withoutCode } from "../../components/core/exit-code";
import { shortDigest } from "../../components/core/workload/short-digest";
import type { EnvironmentPreview } from "./environment-preview";
import { code, count, escapeText } from "../../components/core/report/markdown";
import { wordOf } from "./read-gate";
import { renderChanges } from "./render-changes";
import { renderCost } from "./render-cost";
import { renderDeviations } from "./render-deviations";
import { groupFindings, renderFindings } from "./render-findings";
import { renderGates } from "./render-gates";
import { renderWeek } from "./render-week";
import type { StackPreview } from "./stack-preview";

/** Contents of a comment. */
export interface CommentInput {
  /** Key that distinguishes the comments of several previews on one request; letters, digits and dashes. */
  readonly key: string;
  readonly environments: readonly EnvironmentPreview[];
  /** Stacks of no environment. */
  readonly others: readonly StackPreview[];
  /** Commit that was previewed. @default - not shown */
  readonly commit?: string;
}

/** Invisible first line by which a comment is found again. */
export function markerOf(key: string): string {
  return `<!-- sluice-preview:${key} -->`;
}

/** GitHub takes 65536 characters, GitLab more. */
const mostCharacters = 65_000;

function allStacks({ environments, others }: CommentInput): StackPreview[] {
  return [...environments.flatMap(({ stacks }) => stacks), ...others];
}

function renderSummary(input: CommentInput): string[] {
  const stacks = allStacks(input);
  const failed = stacks.filter(({ errors }) => errors.length > 0);
  const blocking = groupFindings(stacks).filter(({ mandatory }) => mandatory);
  const changing = stacks.filter(({ steps }) => steps.length > 0);
  const refusing = stacks.filter(({ gate }) => gate !== undefined && wordOf(gate) === "refuses");
  if (stacks.length === 0) return ["## Sluice preview: ✅ no stack is affected", ""];
  const parts = [
    failed.length > 0 ? `⛔ ${count(failed.length, "stack")} could not be previewed` : "",
    blocking.length > 0 ? `⛔ policies report ${count(blocking.length, "violation")}` : "",
    refusing.length > 0 ? `⏸️ ${count(refusing.length, "gate")} would refuse now` : "",
    failed.length + blocking.length + refusing.length === 0 ? "✅ nothing blocks it" : "",
  ];
  const commit = input.commit === undefined ? "" : ` at ${code(input.commit.slice(0, 12))}`;
  return [
    `## Sluice preview: ${parts.filter(Boolean).join(", ")}`,
    "",
    `${count(stacks.length, "stack")} previewed${commit}, ${changing.length} would change.`,
    "",
  ];
}

function renderErrors(stacks: readonly StackPreview[]): string[] {
  const lines = stacks.flatMap(({ stack, errors }) =>
    errors.map((text) => `- ${code(stack)}: ${escapeText(withoutCode(text))}`),
  );
  return lines.length === 0 ? [] : ["### Could not be previewed", "", ...new Set(lines), ""];
}

function renderEnvironment(preview: EnvironmentPreview): string[] {
  const { environment, image, stacks, defaults } = preview;
  const release = stacks.map((one) => one.release).find((one) => one !== undefined);
  const says = release === undefined ? "" : `: ${escapeText(release)}`;
  return [
    `### ${environment}`,
    "",
    `Release ${code(shortDigest(image))}${says}`,
    "",
    ...(defaults === undefined ? [] : renderDeviations(defaults)),
    ...renderGates(preview),
    ...renderWeek(preview),
    ...renderChanges(stacks),
    ...renderCost(preview),
  ];
}

/**
 * Comment on a pull or merge request, as Markdown. Text from elsewhere is escaped, values of resources are left out.
 * Where the comment would be too long, its folded parts are left out.
 */
export function renderComment(input: CommentInput): string {
  const stacks = allStacks(input);
  const lines = [
    markerOf(input.key),
    ...renderSummary(input),
    ...renderErrors(stacks),
    ...renderFindings(stacks),
    ...input.environments.flatMap(renderEnvironment),
    ...(input.others.length === 0 ? [] : ["### Other stacks", "", ...renderChanges(input.others)]),
    "<sub>Gates are judged live and may decide otherwise at `up`; this comment is updated in place.</sub>",
  ];
  const whole = lines.join("\n");
  if (whole.length <= mostCharacters) return whole;
  const short = whole.replaceAll(/<details>\n[\s\S]*?<\/details>\n/g, "");
  const notice = "\n\n_Shortened: `sluice preview --comment -` shows the whole comment._";
  return `${short.slice(0, mostCharacters)}${notice}`;
}

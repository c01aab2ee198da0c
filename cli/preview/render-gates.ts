import { formatDuration } from "../../components/core/duration";
import { code, details, escapeText, stackSummary, table } from "./markdown";
import { readStack } from "./affected-stacks";
import type { EnvironmentPreview } from "./environment-preview";
import { wordOf } from "./read-gate";
import type { PreviewCheck, PreviewGate, StackPreview } from "./stack-preview";

const words = {
  open: "✅ open",
  waits: "⏳ waits for the stages before it",
  refuses: "⛔ refuses",
  done: "✅ nothing left to do",
  unknown: "❔ could not be asked",
} as const;

const marks: Readonly<Record<PreviewCheck["result"], string>> = {
  pass: "✅",
  refuse: "⛔",
  pending: "⏳",
  waived: "⚠️ waived",
  report: "ℹ️",
};

/** A predicted time for people. */
export function showSeconds(seconds: number | undefined): string {
  if (seconds === undefined) return "unknown";
  return Number.isFinite(seconds)
    ? `about ${formatDuration(Math.ceil(seconds))}`
    : "would not end at this traffic";
}

function summarize(gate: PreviewGate): string {
  const refusing = gate.checks.filter(({ result }) => result === "refuse");
  if (gate.checks.length === 0) return escapeText(gate.sentence);
  if (refusing.length === 0) return `${gate.checks.length} checks, none refuses`;
  return refusing.map(({ id, finding }) => `${code(id)}: ${escapeText(finding)}`).join("<br>");
}

function listChecks({ stack, gate }: StackPreview & { readonly gate: PreviewGate }): string[] {
  const rows = gate.checks.map(({ id, result, finding, wayOut }) => [
    `${marks[result]} ${code(id)}`,
    escapeText(finding),
    wayOut === undefined ? "" : escapeText(wayOut),
  ]);
  const evidence = gate.evidence === undefined ? [] : [`Evidence so far: ${escapeText(gate.evidence)}`, ""];
  return details(stackSummary(stack, "all checks"), [
    ...table(["check", "finding", "way out"], rows),
    ...evidence,
  ]);
}

/** The gates of an environment's stages as they are now: a row each, every check below. */
export function renderGates({ stacks }: EnvironmentPreview): string[] {
  const stages = stacks.flatMap((one) => (one.gate === undefined ? [] : [{ ...one, gate: one.gate }]));
  const rows = stages.map(({ stack, gate }) => [
    `${readStack(stack)?.weight ?? "?"} %`,
    words[wordOf(gate)],
    summarize(gate),
    showSeconds(gate.forecast?.seconds),
  ]);
  if (rows.length === 0) return [];
  return [
    "#### Gates now",
    "",
    ...table(["stage", "gate", "what it says", "predicted time"], rows),
    ...stages.flatMap(listChecks),
  ];
}

import { isWeightKey } from "../../components/core/stage/exposure";
import { formatDuration } from "../../components/core/duration";
import type { CheckResult } from "../../components/core/gate/check";
import type { StageForecast } from "../../components/core/gate/stage-report";

import { code, details, escapeText, stackSummary, table } from "../../components/core/report/markdown";
import { readStack } from "./affected-stacks";
import type { EnvironmentPreview } from "./environment-preview";
import { wordOf } from "./read-gate";
import type { PreviewGate, StackPreview } from "./stack-preview";

const words = {
  open: "✅ open",
  waits: "⏳ waits for the stages before it",
  refuses: "⛔ refuses",
  done: "✅ nothing left to do",
  unknown: "❔ could not be asked",
} as const;

const marks: Readonly<Record<CheckResult, string>> = {
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

/** Predicted seconds; Infinity where the stage would not end, undefined where today's traffic is not known. */
export function secondsOf(forecast: StageForecast | undefined): number | undefined {
  if (forecast === undefined) return undefined;
  return forecast.obstacle === undefined ? (forecast.seconds ?? Infinity) : Infinity;
}

function showForecast(forecast: StageForecast | undefined): string {
  return forecast?.obstacle === undefined
    ? showSeconds(secondsOf(forecast))
    : `would not end while this lasts: ${escapeText(forecast.obstacle)}`;
}

function summarize({ sentence, report }: PreviewGate): string {
  if (report === undefined) return escapeText(sentence);
  const refusing = report.checks.filter(({ result }) => result === "refuse");
  if (refusing.length === 0) return `${report.checks.length} checks, none refuses`;
  return refusing.map(({ id, text }) => `${code(id)}: ${escapeText(text)}`).join("<br>");
}

function listChecks({ stack, gate }: StackPreview & { readonly gate: PreviewGate }): string[] {
  const { checks = [], evidence: sentence, synthetic } = gate.report ?? {};
  const rows = checks.map(({ id, result, text, fix }) => [
    `${marks[result]} ${code(id)}`,
    escapeText(text),
    fix === undefined || result !== "refuse" ? "" : escapeText(fix),
  ]);
  const evidence = sentence === undefined ? [] : [`Evidence so far: ${escapeText(sentence)}`, ""];
  const own = synthetic === undefined ? [] : [escapeText(synthetic), ""];
  return details(stackSummary(stack, "all checks"), [
    ...table(["check", "finding", "way out"], rows),
    ...evidence,
    ...own,
  ]);
}

function describeStack(stack: string): string {
  const key = readStack(stack)?.key ?? "?";
  return isWeightKey(key) ? `${key} %` : key;
}

/** The gates of an environment's stages as they are now: a row each, every check below. */
export function renderGates({ stacks }: EnvironmentPreview): string[] {
  const stages = stacks.flatMap((one) => (one.gate === undefined ? [] : [{ ...one, gate: one.gate }]));
  const rows = stages.map(({ stack, gate }) => [
    describeStack(stack),
    words[wordOf(gate)],
    summarize(gate),
    showForecast(gate.report?.forecast),
  ]);
  if (rows.length === 0) return [];
  // The budgets are the service's: every stage that asks for them says the same.
  const allowance = stages.map(({ gate }) => gate.report?.allowance).find((one) => one !== undefined);
  return [
    "#### Gates now",
    "",
    ...table(["stage", "gate", "what it says", "predicted time"], rows),
    ...(allowance === undefined ? [] : [`${escapeText(allowance.replace(/^t/, "T"))}.`, ""]),
    ...stages.flatMap(listChecks),
  ];
}

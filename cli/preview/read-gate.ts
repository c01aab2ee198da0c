import { checkIds } from "../../components/core/ledger/gate-check";
import type { CheckResult } from "../../components/core/ledger/gate-check";
import type { PreviewCheck, PreviewForecast, PreviewGate } from "./stack-preview";

const results: readonly CheckResult[] = ["pass", "refuse", "pending", "waived", "report"];

/** `<id>: <result> – <finding> → <way out>`, as the gate lists its checks. */
function readCheck(line: string): PreviewCheck | undefined {
  const [, id = "", word = "", text = ""] = /^([a-z-]+): ([a-z]+) – ([\s\S]*)$/.exec(line) ?? [];
  const result = results.find((one) => one === word);
  if (result === undefined || !(checkIds as readonly string[]).includes(id)) return undefined;
  const arrow = result === "refuse" ? text.lastIndexOf(" → ") : -1;
  return arrow === -1
    ? { id, result, finding: text }
    : { id, result, finding: text.slice(0, arrow), wayOut: text.slice(arrow + 3) };
}

/** The gate's sentence on how long its stage takes. */
function readForecast(line: string): PreviewForecast | undefined {
  const rate = /at today's (\d+(?:\.\d+)?) requests\/s/.exec(line)?.[1];
  const seconds = /takes about (\d+) s/.exec(line)?.[1];
  if (!line.startsWith("forecast:") || rate === undefined) return undefined;
  return { requestsPerSecond: Number(rate), seconds: seconds === undefined ? Infinity : Number(seconds) };
}

/**
 * Reads what a gate's resource carries in a preview: `open`, `sentence` and one line per check, the evidence and the
 * forecast.
 * @returns undefined where there is nothing of it
 */
export function readGate(inputs: Readonly<Record<string, unknown>>): PreviewGate | undefined {
  const { open, sentence, checks } = inputs;
  if (typeof open !== "boolean" || typeof sentence !== "string") return undefined;
  const lines = (Array.isArray(checks) ? checks : []).filter(
    (line): line is string => typeof line === "string",
  );
  const evidence = lines.find((line) => line.startsWith("evidence: "))?.slice("evidence: ".length);
  const forecast = lines.map(readForecast).find((one) => one !== undefined);
  return {
    open,
    sentence,
    checks: lines.map(readCheck).filter((check) => check !== undefined),
    ...(evidence === undefined ? {} : { evidence }),
    ...(forecast === undefined ? {} : { forecast }),
  };
}

/** Whether a check refuses only because the stages before this one have not run. */
function waitsForTurn({ id, finding }: PreviewCheck): boolean {
  const lacksEvidence = id === "verdict" && finding.startsWith("evidence so far must be pass");
  return id === "release" || id === "order" || lacksEvidence;
}

/**
 * A gate in one word: `open`; `waits` (only the stages before it, or the base stack, are missing); `refuses`; `done`
 * (nothing left to do); `unknown` (nothing could be asked).
 */
export function wordOf({ open, checks }: PreviewGate): "open" | "waits" | "refuses" | "done" | "unknown" {
  if (checks.length === 0) return open ? "done" : "unknown";
  if (open) return "open";
  const refusing = checks.filter(({ result }) => result === "refuse");
  // Where it is this stage's turn, missing evidence is what holds it.
  const isTurn = refusing.every(({ id }) => id !== "release" && id !== "order");
  return !isTurn && refusing.every(waitsForTurn) ? "waits" : "refuses";
}

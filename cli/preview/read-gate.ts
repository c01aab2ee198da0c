import { z } from "zod";
import { checkResults } from "../../components/core/gate/check";
import type { Check } from "../../components/core/gate/check";
import { precedents } from "../../components/core/problem";
import type { PreviewGate } from "./stack-preview";

const check = z.object({
  id: z.string(),
  result: z.enum(checkResults),
  text: z.string(),
  fix: z.string().exactOptional(),
  awaits: z.enum(precedents).exactOptional(),
});

/** Outputs of a gate's resource in a preview; fields that only a newer gate has are left out. */
const gate = z.object({
  open: z.boolean(),
  sentence: z.string(),
  report: z
    .object({
      checks: z.array(check),
      evidence: z.string().exactOptional(),
      synthetic: z.string().exactOptional(),
      allowance: z.string().exactOptional(),
      forecast: z
        .object({
          requestsPerSecond: z.number(),
          seconds: z.number().exactOptional(),
          checksSeconds: z.number().exactOptional(),
          only: z.string().exactOptional(),
          obstacle: z.string().exactOptional(),
        })
        .exactOptional(),
    })
    .exactOptional(),
});

/**
 * Reads the report of a gate from the inputs of its resource.
 * @returns undefined where there is none
 */
export function readGate(inputs: Readonly<Record<string, unknown>>): PreviewGate | undefined {
  return gate.safeParse(inputs).data;
}

/** State of a stage's gate, in one word. */
export type GateWord = "open" | "waits" | "refuses" | "done" | "unknown";

const isRefusal = ({ result }: Check): boolean => result === "refuse";

/**
 * A gate in one word: `open`; `waits` (only the stages before it, or the base stack, are missing); `refuses`; `done`
 * (nothing left to do); `unknown` (nothing could be asked).
 */
export function wordOf({ open, report }: PreviewGate): GateWord {
  if (report === undefined) return open ? "done" : "unknown";
  if (open) return "open";
  const awaited = report.checks.filter(isRefusal).map(({ awaits }) => awaits);
  // Where it is this stage's turn, only missing evidence keeps it waiting.
  const isInOrder = awaited.every((one) => one === "turn" || one === "evidence");
  return awaited.includes("turn") && isInOrder ? "waits" : "refuses";
}

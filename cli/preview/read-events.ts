import { parseEngineEvent } from "../engine-event";
import { readGate } from "./read-gate";
import type { PreviewGate, PreviewStep, StackPreview } from "./stack-preview";

/** The part of a resource's event that a preview needs. */
interface Metadata {
  readonly op?: string;
  readonly urn?: string;
  readonly type?: string;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly new?: { readonly inputs?: Readonly<Record<string, unknown>> } | null;
}

const gateType = "pulumi-nodejs:dynamic/sluice:Gate";
const releaseType = "pulumi-nodejs:dynamic/sluice:Release";

/** Inputs of ours that change in every run. */
const alwaysDifferent: readonly string[] = ["run", "__provider", "settings.stack"];

function readMetadata(line: string): Metadata | undefined {
  try {
    const event = JSON.parse(line) as { resourcePreEvent?: { metadata?: Metadata } };
    return event.resourcePreEvent?.metadata;
  } catch {
    return undefined;
  }
}

function pathsOf({ op, diffs, detailedDiff }: Metadata): string[] {
  if (op === "create" || op === "delete") return [];
  const paths = Object.keys(detailedDiff ?? {});
  return (paths.length > 0 ? paths : [...(diffs ?? [])]).filter(
    (path) => !alwaysDifferent.some((one) => path === one || path.startsWith(`${one}.`)),
  );
}

/** What the events of one preview come to. */
export type ReadEvents = Pick<
  StackPreview,
  "steps" | "gate" | "release" | "findings" | "warnings" | "errors"
>;

/** Steps that are halves of a replacement, which has a step of its own. */
const halves: readonly string[] = ["create-replacement", "delete-replaced"];

/**
 * Reads the event log of a preview.
 * @param lines - JSON, one event each; a line that is none is skipped
 */
export function readEvents(lines: readonly string[]): ReadEvents {
  const steps: PreviewStep[] = [];
  const findings: ReadEvents["findings"][number][] = [];
  const warnings: string[] = [];
  const errors: string[] = [];
  let gate: PreviewGate | undefined;
  let release: string | undefined;
  for (const line of lines) {
    const metadata = readMetadata(line);
    const inputs = metadata?.new?.inputs ?? {};
    if (metadata?.type === gateType) gate = readGate(inputs) ?? gate;
    if (metadata?.type === releaseType && typeof inputs["sentence"] === "string")
      release = inputs["sentence"];
    const event = parseEngineEvent(line);
    if (event?.kind === "step" && metadata !== undefined && !halves.includes(event.op)) {
      const { type, name } = event.subject;
      if (!type.startsWith("pulumi:providers:"))
        steps.push({ op: event.op, type, name, paths: pathsOf(metadata) });
    }
    if (event?.kind === "policy") {
      const { policy, mandatory, text } = event;
      findings.push({ policy, mandatory, text });
    }
    if (event?.kind === "message" && !event.ephemeral) {
      if (event.severity === "error") errors.push(event.text);
      if (event.severity === "warning") warnings.push(event.text);
    }
  }
  return {
    steps,
    ...(gate === undefined ? {} : { gate }),
    ...(release === undefined ? {} : { release }),
    findings,
    warnings,
    errors,
  };
}

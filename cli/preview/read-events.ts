import { fromCode } from "../../components/core/exit-code";
import { parseEngineEvent } from "../engine/engine-event";
import { readGate } from "./read-gate";
import type { PreviewGate, PreviewStep, StackPreview } from "./stack-preview";

/** The part of a resource's event that a preview needs. */
interface Metadata {
  readonly op?: string;
  readonly urn?: string;
  readonly type?: string;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
  readonly old?: State | null;
  readonly new?: State | null;
}

interface State {
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const gateType = "pulumi-nodejs:dynamic/sluice:Gate";
const releaseType = "pulumi-nodejs:dynamic/sluice:Release";

/** Inputs of Sluice's resources that change in every run, or repeat another one as data. */
const untold: readonly string[] = ["run", "__provider", "settings.stack", "report"];

function readMetadata(line: string): Metadata | undefined {
  try {
    const event = JSON.parse(line) as { resourcePreEvent?: { metadata?: Metadata } };
    return event.resourcePreEvent?.metadata;
  } catch {
    return undefined;
  }
}

/** Keys of the inputs that differ, for resources whose provider lists no difference. */
function changedKeys({ old, new: next }: Metadata): string[] {
  const [before, after] = [old?.inputs ?? {}, next?.inputs ?? {}];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

function pathsOf(metadata: Metadata): string[] {
  const { op, diffs, detailedDiff } = metadata;
  if (op === "create" || op === "delete") return [];
  const told = [...Object.keys(detailedDiff ?? {}), ...(diffs ?? [])];
  const paths = told.length > 0 ? [...new Set(told)] : changedKeys(metadata);
  return paths.filter((path) => !untold.some((one) => path === one || path.startsWith(`${one}.`)));
}

/** Text of a finding without the policy's description, a line that the engine puts before it. */
function withoutDescription(text: string): string {
  const [, ...found] = text.split("\n");
  return found.length === 0 ? text : found.join("\n").trim();
}

/** Message that the engine adds where policies refuse: the findings say it already. */
const verdictOfPolicies = "preview failed";

/** Result of reading the events of one preview. */
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
      findings.push({ policy, mandatory, text: withoutDescription(text) });
    }
    if (event?.kind === "message" && !event.ephemeral) {
      if (event.severity === "error") errors.push(fromCode(event.text));
      if (event.severity === "warning") warnings.push(event.text);
    }
  }
  const refused = findings.some(({ mandatory }) => mandatory);
  return {
    steps,
    ...(gate === undefined ? {} : { gate }),
    ...(release === undefined ? {} : { release }),
    findings,
    warnings,
    errors: errors.filter((text) => !(refused && text === verdictOfPolicies)),
  };
}

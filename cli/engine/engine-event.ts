/** A resource as the engine names it. */
export interface EventSubject {
  /** For example `pulumi-nodejs:dynamic/sluice:Soak`. */
  readonly type: string;
  readonly name: string;
}

/** Event of an engine's run, as far as a rollout needs it. */
export type EngineEvent =
  | {
      readonly kind: "message";
      readonly severity: "info" | "warning" | "error";
      readonly text: string;
      /** Replaced by the next one. */
      readonly ephemeral: boolean;
      readonly subject?: EventSubject;
    }
  | { readonly kind: "step"; readonly op: string; readonly subject: EventSubject }
  | {
      readonly kind: "policy";
      readonly policy: string;
      readonly mandatory: boolean;
      readonly text: string;
      readonly subject?: EventSubject;
    }
  | { readonly kind: "summary"; readonly changes: Readonly<Record<string, number>> }
  /** Last event of the engine. */
  | { readonly kind: "end" };

interface RawEvent {
  readonly diagnosticEvent?: {
    readonly urn?: string;
    readonly message?: string;
    readonly severity?: string;
    readonly ephemeral?: boolean;
  };
  readonly resourcePreEvent?: { readonly metadata?: { readonly op?: string; readonly urn?: string } };
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly message?: string;
    readonly policyName?: string;
    readonly policyPackName?: string;
    readonly enforcementLevel?: string;
  };
  readonly summaryEvent?: { readonly resourceChanges?: Readonly<Record<string, number>> };
  readonly cancelEvent?: unknown;
}

/** Operations that change nothing. */
const quietOps: readonly string[] = ["same", "read", "refresh"];

/**
 * Reads one line of `pulumi up --event-log`.
 * @returns undefined for an event that a rollout does not use, and for a line that is no event
 */
export function parseEngineEvent(line: string): EngineEvent | undefined {
  let raw: RawEvent;
  try {
    raw = JSON.parse(line) as RawEvent;
  } catch {
    return undefined;
  }
  const { diagnosticEvent, policyEvent, resourcePreEvent, summaryEvent } = raw;
  if (diagnosticEvent !== undefined) return toMessage(diagnosticEvent);
  if (policyEvent !== undefined) {
    const subject = parseSubject(policyEvent.resourceUrn);
    return {
      kind: "policy",
      policy: `${policyEvent.policyPackName ?? "?"}/${policyEvent.policyName ?? "?"}`,
      mandatory: policyEvent.enforcementLevel === "mandatory",
      text: clean(policyEvent.message ?? ""),
      ...(subject === undefined ? {} : { subject }),
    };
  }
  if (resourcePreEvent !== undefined) {
    const { op = "same", urn } = resourcePreEvent.metadata ?? {};
    const subject = parseSubject(urn);
    return quietOps.includes(op) || subject === undefined ? undefined : { kind: "step", op, subject };
  }
  if (summaryEvent !== undefined) return { kind: "summary", changes: summaryEvent.resourceChanges ?? {} };
  return "cancelEvent" in raw ? { kind: "end" } : undefined;
}

function toMessage(event: NonNullable<RawEvent["diagnosticEvent"]>): EngineEvent | undefined {
  const { severity = "info", ephemeral = false, urn, message = "" } = event;
  const text = clean(message);
  if (severity === "debug" || text === "") return undefined;
  const subject = parseSubject(urn);
  return {
    kind: "message",
    severity: severity === "error" ? "error" : severity === "warning" ? "warning" : "info",
    text,
    ephemeral,
    ...(subject === undefined ? {} : { subject }),
  };
}

/** Messages carry marks for colours. */
function clean(text: string): string {
  return text.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function parseSubject(urn: string | undefined): EventSubject | undefined {
  const [, , types, ...name] = urn?.split("::") ?? [];
  const type = types?.split("$").at(-1);
  return type === undefined || type === "pulumi:pulumi:Stack" || name.length === 0
    ? undefined
    : { type, name: name.join("::") };
}

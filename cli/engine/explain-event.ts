import { withoutCode } from "../../components/core/exit-code";
import type { EngineEvent, EventSubject } from "./engine-event";

/** A line of a rollout's progress. */
export interface EventLine {
  readonly text: string;
  /** Whether it stays, or the next one replaces it. */
  readonly stays: boolean;
}

const ours = "pulumi-nodejs:dynamic/sluice:";

/** Name of a resource for a person: `Soak`, `Deployment scholarlink-stable`. */
function nameOf({ type, name }: EventSubject): string {
  return type.startsWith(ours) ? type.slice(ours.length).toLowerCase() : `${type.split(":").at(-1)} ${name}`;
}

/** One line for an event of the engine; undefined for an event that needs no line. Errors are printed at the end. */
export function explainEvent(event: EngineEvent): EventLine | undefined {
  switch (event.kind) {
    case "message": {
      if (event.severity === "error") return undefined;
      const from = event.subject === undefined ? "" : `${nameOf(event.subject)}: `;
      const mark = event.severity === "warning" ? "warning: " : "";
      // Notices of other providers are progress, those of Sluice are decisions.
      const isOurs = event.subject?.type.startsWith(ours) ?? false;
      const text = withoutCode(event.text).replaceAll("\n", "\n    ");
      return { text: `  ${mark}${from}${text}`, stays: isOurs && !event.ephemeral };
    }
    case "step":
      return event.subject.type.startsWith("pulumi:") || event.subject.type.startsWith("sluice:")
        ? undefined
        : { text: `  ${event.op} ${nameOf(event.subject)}`, stays: false };
    case "policy":
      return { text: `  policy ${event.policy}: ${event.text}`, stays: true };
    default:
      return undefined;
  }
}

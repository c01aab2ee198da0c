import { asObjects, asText, at } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import type { Gap } from "./conversion";
import { writeDuration } from "./write-duration";

/** Path that the readiness probe of a workload's pods asks; `/` where none asks one. */
const findPath = (template: Json | undefined): string =>
  asObjects(at(template, "spec", "containers"))
    .map((container) => asText(at(container, "readinessProbe", "httpGet", "path")))
    .find((path) => path?.startsWith("/") === true) ?? "/";

/** Terms of one move of all requests. */
interface Move {
  /** Pods of the workload. */
  readonly template: Json | undefined;
  /** Time at weight 0 in which the checks pass, seconds. @default - the schema's */
  readonly checksSeconds?: number | undefined;
  readonly approval?: boolean;
}

/** Settings of strategy blue-green, and its check, which is a guess by the readiness probe. */
export function toBlueGreen({ template, checksSeconds, approval = false }: Move): {
  readonly stages: readonly JsonObject[];
  readonly further: JsonObject;
  readonly gaps: readonly Gap[];
} {
  const url = findPath(template);
  const checksFor = checksSeconds === undefined ? {} : { checksFor: writeDuration(checksSeconds) };
  return {
    stages: [{ weight: 100, ...checksFor, ...(approval ? { approval: true } : {}) }],
    further: { strategy: "blue-green", checks: [{ name: "answers", requests: [{ url }] }] },
    gaps: [
      {
        key: "sluice:checks",
        what: "what the canary has to answer before all requests move to it: it stands in for evidence",
        taken: `GET ${url}, status 200`,
      },
    ],
  };
}

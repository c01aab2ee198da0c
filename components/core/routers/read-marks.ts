import { readAnnotation } from "../annotations";
import type { LiveRoute, Writer, ZeroReason } from "../live";
import type { ObjectMeta } from "../object-meta";
import { fencedFrom } from "./fence";

function parseZeroReason(text: string | undefined): ZeroReason | undefined {
  try {
    return text === undefined || text === "" ? undefined : (JSON.parse(text) as ZeroReason);
  } catch {
    return undefined;
  }
}

/**
 * Marks that Sluice's own writes left on an object: its epoch, the epoch that it fenced, and the reason for weight 0.
 */
export function readMarks(metadata: ObjectMeta): Pick<LiveRoute, "epoch" | "fencedFrom" | "zeroReason"> {
  const zeroReason = parseZeroReason(readAnnotation(metadata, "zero"));
  const from = fencedFrom(metadata);
  return {
    epoch: readAnnotation(metadata, "epoch") ?? "",
    ...(from === undefined ? {} : { fencedFrom: from }),
    ...(zeroReason === undefined ? {} : { zeroReason }),
  };
}

/**
 * Last writer of a field of `spec`: several managers may share it, the newest entry wins.
 * @param field - e.g. `rules`; absent: any
 */
export function findWriter(
  { managedFields = [] }: Pick<ObjectMeta, "managedFields">,
  field?: string,
): Writer | undefined {
  const writers = managedFields.filter(({ fieldsV1 }) => {
    const spec = (fieldsV1 as { "f:spec"?: Record<string, unknown> } | undefined)?.["f:spec"];
    return spec !== undefined && (field === undefined || `f:${field}` in spec);
  });
  const last = writers.toSorted((a, b) => (a.time ?? "").localeCompare(b.time ?? "")).at(-1);
  return last === undefined ? undefined : { manager: last.manager ?? "unknown", at: last.time ?? "unknown" };
}

import { formatDuration } from "../duration";
import type { JsonObject } from "../revision/revision";

/** A time as the file has it: from a second to a day. */
export const writeDuration = (seconds: number): string =>
  formatDuration(Math.min(86_400, Math.max(1, Math.round(seconds))));

/** Time of a stage, as the file has it; left out where there is none, and the default of the schema is right. */
export const toSoak = (seconds: number | undefined): JsonObject =>
  seconds === undefined || seconds === 0 ? {} : { soak: writeDuration(seconds) };

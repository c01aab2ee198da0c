import { readFileSync } from "node:fs";
import type { Download } from "./tool";
import { readWay } from "./way";
import type { World } from "./world";

/**
 * Reads the checksums that `SLUICE_DOWNLOAD_PINS` names in place of the pinned ones, to measure a start from a download
 * server of one's own builds. It counts only beside `SLUICE_TOOLS=download`, so that it is never in force unasked.
 * @returns tool → download; undefined where none is named
 * @throws {RangeError} where it is named without `SLUICE_TOOLS=download`
 */
export function readPins(env: World["env"]): Readonly<Record<string, Download>> | undefined {
  const file = env["SLUICE_DOWNLOAD_PINS"];
  if (file === undefined || file === "") return undefined;
  if (readWay(env) !== "download") {
    throw new RangeError(
      `Cannot get tools: SLUICE_DOWNLOAD_PINS replaces the pinned checksums, so SLUICE_TOOLS must be download beside it: got ${readWay(env)}; unset SLUICE_DOWNLOAD_PINS`,
    );
  }
  return JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Download>>;
}

import { readFile, stat } from "node:fs/promises";
import { findForeignFormat } from "../../replay/recording/foreign-format";
import { parseOpenMetrics } from "../../replay/recording/parse-openmetrics";
import { toRecording } from "../../replay/recording/recording";
import { crop } from "../../replay/recording/crop";
import { recordedReader } from "../../replay/recording/recorded-reader";
import type { Recording, RecordingTerms } from "../../replay/recording/recording";
import { RunEnd } from "../../components/core/run-end";

/** A larger text would not fit into memory several times over. */
const longestBytes = 256 * 1024 * 1024;

const shownProblems = 10;

/**
 * Reads a recording from a file of OpenMetrics text; "-" is standard input.
 * @throws {RunEnd} with exit code 2 and its problems, line by line
 */
export async function readRecording(
  file: string,
  terms: RecordingTerms,
  fromSeconds: number,
  untilSeconds: number,
): Promise<Recording> {
  const refuse = (rule: string, fix?: string): never => {
    const text = `Cannot replay "${file}": ${rule}`;
    throw new RunEnd("usage", { text, ...(fix === undefined ? {} : { fix }) });
  };
  const text = file === "-" ? await readInput() : await readText(file, refuse);
  const foreign = findForeignFormat(text);
  if (foreign !== undefined) {
    refuse(`it must be OpenMetrics text with timestamps: got ${foreign.name}`, foreign.fix);
  }
  const { meaningOf } = terms.reader ?? recordedReader;
  const isJudged = (name: string): boolean => meaningOf({ __name__: name }) !== undefined;
  const { series, problems, notes } = parseOpenMetrics(text, isJudged);
  if (problems.length > 0) {
    const more = problems.length > shownProblems ? `; and ${problems.length - shownProblems} more` : "";
    refuse(
      `it must be OpenMetrics text with timestamps: ${problems.slice(0, shownProblems).join("; ")}${more}`,
    );
  }
  const recording = toRecording(crop(series, fromSeconds, untilSeconds), terms);
  return { ...recording, notes: [...notes, ...recording.notes] };
}

async function readText(file: string, refuse: (rule: string, fix?: string) => never): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > longestBytes)
      refuse(
        `it must have at most 256 MiB: got ${Math.ceil(size / 2 ** 20)} MiB`,
        "record fewer series or a shorter time",
      );
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof RunEnd) throw error;
    return refuse(`it must be a file that can be read: ${(error as Error).message}`);
  }
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

import * as fs from "node:fs/promises";
import { parseDocument } from "yaml";
import { RunEnd } from "../../components/core/run-end";

/**
 * Sets `sluice:release.image` in the text of an environment file; comments and everything else stay as they are.
 * @throws {RunEnd} with exit code 2 when the text has no such key
 */
export function setImage(text: string, image: string, file: string): string {
  const document = parseDocument(text, { keepSourceTokens: true });
  const path = ["config", "sluice:release", "image"];
  const node: unknown = document.getIn(path, true);
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  const [start, end] = range ?? [];
  if (document.errors.length > 0 || start === undefined || end === undefined) {
    throw new RunEnd(
      "usage",
      `Cannot set the image in "${file}": sluice:release.image must be there: got nothing`,
    );
  }
  // Only the scalar's own characters are replaced: the library would format the rest of the file again.
  return `${text.slice(0, start)}${image}${text.slice(end)}`;
}

/**
 * Writes the image into an environment file, unless the file has it already.
 * @returns whether the file was changed
 */
export async function writeImage(file: string, image: string): Promise<boolean> {
  const before = await fs.readFile(file, "utf8");
  const after = setImage(before, image, file);
  if (after === before) return false;
  await fs.writeFile(`${file}.partial`, after);
  await fs.rename(`${file}.partial`, file);
  return true;
}

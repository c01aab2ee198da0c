import * as fs from "node:fs/promises";
import { createRequire } from "node:module";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { readConfig } from "./config-keys";
import { findFrom, listDeviations, readDefaults } from "./defaults";
import type { DefaultsUse, FoundDefaults } from "./defaults";

/** Keys of an environment's file; none where it cannot be read, which is told elsewhere. */
function readSettings(text: string | undefined): Readonly<Record<string, unknown>> {
  const content: unknown = parseDocument(text ?? "", { logLevel: "silent" }).toJS();
  const { config } = Object(content) as { config?: unknown };
  return Object.fromEntries(readConfig(Object(config) as Record<string, unknown>));
}

/**
 * Finds where a file of shared values is.
 * @param folder - of the environment's file
 * @param from - path from there, or a file of a package that Node finds from there
 * @returns undefined where there is no such package
 */
function locateDefaults(folder: string, from: string): string | undefined {
  if (/^\.\.?\//.test(from)) return path.resolve(folder, from);
  try {
    return createRequire(path.join(folder, "package.json")).resolve(from);
  } catch {
    return undefined;
  }
}

/**
 * Reads the file of shared values that an environment's file names.
 * @param text - of the environment's file
 * @returns undefined where it names none
 */
export async function findDefaults(
  folder: string,
  text: string | undefined,
): Promise<FoundDefaults | undefined> {
  const file = findFrom(readSettings(text));
  if (file === undefined) return undefined;
  const place = locateDefaults(folder, file);
  return { file, text: place === undefined ? undefined : await readText(place) };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(String((error as NodeJS.ErrnoException).code)))
      return undefined;
    throw error;
  }
}

/** Deviations of an environment's file from the shared values. */
export function describeDefaults(found: FoundDefaults, text: string | undefined): DefaultsUse {
  const { settings, version } = readDefaults(found, undefined, found.file);
  return { file: found.file, version, deviations: listDeviations(settings, readSettings(text)) };
}

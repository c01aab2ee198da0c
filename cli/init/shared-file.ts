import * as fs from "node:fs/promises";
import { parseDocument } from "yaml";

/**
 * Parts of an environment's file beside its configuration that Pulumi reads and that each stage's stack needs as well.
 */
export interface SharedParts {
  /** ESC environments, as the file has them. */
  readonly environment?: unknown;
  /** A key service or the like; a passphrase needs none. */
  readonly secretsProvider?: string;
}

async function readDocument(file: string) {
  const text = await fs.readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseDocument(text, { logLevel: "silent" });
}

/** Reads the parts of an environment's file. */
export async function readShared(file: string): Promise<SharedParts> {
  const { environment, secretsprovider } = Object((await readDocument(file)).toJS()) as {
    environment?: unknown;
    secretsprovider?: unknown;
  };
  return {
    ...(environment === undefined ? {} : { environment }),
    ...(typeof secretsprovider === "string" ? { secretsProvider: secretsprovider } : {}),
  };
}

/**
 * Writes the environments into a stage's file that names none; everything else there stays as it is.
 * @returns whether it was written
 */
export async function shareEnvironment(file: string, { environment }: SharedParts): Promise<boolean> {
  const document = await readDocument(file);
  if (environment === undefined || document.errors.length > 0 || document.has("environment")) return false;
  document.set("environment", environment);
  await fs.writeFile(file, document.toString());
  return true;
}

import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { App } from "./app";

/**
 * Writes objects into a file of the app's folder, as one list.
 * @param name - of the file, without its ending
 * @returns the file, for `kubectl apply -f` and the like
 */
export async function writeObjects(app: App, name: string, items: readonly object[]): Promise<string> {
  const file = path.join(app.folder, `${name}.json`);
  await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  return file;
}

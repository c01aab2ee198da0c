import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Json } from "../../components/core/revision/revision";
import { broken } from "./source";
import type { RenderContext } from "./source";

/**
 * Documents of a YAML file, as the Kubernetes provider reads them.
 * @param key - of the configuration, for messages
 * @throws {SourceError} where the file is missing, is no YAML, or has a document that is no Kubernetes object
 */
export async function readDocuments(
  file: string,
  key: string,
  { root, render }: Pick<RenderContext, "root" | "render">,
): Promise<readonly Json[]> {
  let text: string;
  try {
    text = await readFile(path.resolve(root, file), "utf8");
  } catch (error) {
    throw broken(key, "be a file that can be read", `${file}: ${(error as Error).message}`);
  }
  if (/\{\{-?\s*(\.|(include|template|if|range|with)\b)/.test(text)) {
    throw broken(
      key,
      "be plain YAML",
      `${file} with expressions of a template; a chart belongs under sluice:app.from.chart`,
    );
  }
  try {
    const documents = await render("kubernetes:yaml:decode", { text });
    // The provider leaves out what has no kind, without a word.
    const written = parseAllDocuments(text, { logLevel: "silent" }).filter(
      (document) => document.toJS({ maxAliasCount: 1000 }) !== null,
    );
    if (written.length === documents.length) return documents;
    const lost = written
      .map((document) => document.toJS() as { kind?: unknown })
      .find(({ kind }) => kind === undefined);
    if (lost === undefined) return documents;
  } catch (error) {
    throw broken(key, "be YAML", `${file}: ${(error as Error).message}`);
  }
  throw broken(key, "have Kubernetes objects only", `${file} with a document that has no kind`);
}

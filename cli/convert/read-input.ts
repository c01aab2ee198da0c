import * as fs from "node:fs/promises";
import * as path from "node:path";
import { text as readStream } from "node:stream/consumers";
import { parseAllDocuments } from "yaml";
import type { InputObject } from "../../components/core/convert/input";
import type { Problem } from "../../components/core/problem";
import type { Json } from "../../components/core/revision/revision";
import { flattenLists } from "../../components/core/workload/from/flatten-lists";
import { ConfigError } from "../../stacks/config-error";
import { given } from "../../components/core/given";

/** Objects that were read, and files of folders that have none. */
export interface Input {
  readonly objects: readonly InputObject[];
  /** Files and documents that were left out, each with the reason. */
  readonly left: readonly string[];
}

interface Source {
  readonly file: string;
  /** Found in a folder, not named: it may be no manifest. @default false */
  readonly isFound: boolean;
}

async function listSources(name: string, cwd: string, problems: Problem[]): Promise<readonly Source[]> {
  if (name === "-") return [{ file: name, isFound: false }];
  try {
    if (!(await fs.stat(path.resolve(cwd, name))).isDirectory()) return [{ file: name, isFound: false }];
    const files = await fs.readdir(path.resolve(cwd, name), { recursive: true });
    return files
      .filter((file) => /\.(ya?ml|json)$/.test(file))
      .toSorted()
      .map((file) => ({ file: path.join(name, file), isFound: true }));
  } catch {
    problems.push({
      path: name,
      text: `"${name}" must be a file or folder that can be read`,
      fix: "- is standard input",
    });
    return [];
  }
}

/** Expressions of Helm, which stand in texts that are YAML already. */
const template = /\{\{-?\s*(\.(Values|Release|Chart)\b|include\b)/;

/** Whether a document is meant as an object of Kubernetes. */
const isObject = (document: Json): boolean =>
  typeof document === "object" && document !== null && "kind" in document && "apiVersion" in document;

function readDocuments(
  text: string,
  { file, isFound }: Source,
): Input & { readonly problems: readonly Problem[] } {
  // A byte order mark is no part of the first key.
  const parsed = parseAllDocuments(text.replace(/^\uFEFF/, ""), { logLevel: "silent" });
  const documents = "empty" in parsed ? [] : parsed;
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined || template.test(text)) {
    const got = error?.message.replace(/\n.*/s, "") ?? "expressions of a template";
    const fix = text.includes("{{") ? "render it first: helm template, or kustomize build" : undefined;
    const problem = { path: file, text: `${file} must be YAML: got ${got}`, ...given("fix", fix) };
    return { objects: [], left: [], problems: [problem] };
  }
  const all = documents.map((document) => document.toJS() as Json).filter((one) => one !== null);
  const fitting = isFound
    ? all.filter((one) => isObject(one) && (one as { kind: Json }).kind !== "Kustomization")
    : all;
  const { objects, problems } = flattenLists(fitting);
  return {
    objects: objects.map((object) => ({ file, object })),
    left:
      fitting.length < all.length
        ? [`${file}: ${all.length - fitting.length} documents are no objects of Kubernetes`]
        : [],
    problems: problems.map((one) => ({ ...one, path: file, text: `${one.text} (${file})` })),
  };
}

/**
 * Reads objects of files, folders with everything below, and standard input.
 * @param cwd - folder that the names are relative to
 * @throws {ConfigError} with every problem of all of them
 */
export async function readInput(
  names: readonly string[],
  cwd: string,
  stdin: NodeJS.ReadableStream,
): Promise<Input> {
  const problems: Problem[] = [];
  const objects: InputObject[] = [];
  const left: string[] = [];
  for (const name of names) {
    for (const source of await listSources(name, cwd, problems)) {
      const text =
        source.file === "-"
          ? await readStream(stdin)
          : await fs.readFile(path.resolve(cwd, source.file), "utf8");
      const read = readDocuments(text, source);
      objects.push(...read.objects);
      left.push(...read.left);
      problems.push(...read.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError("read the input", problems);
  return { objects, left };
}

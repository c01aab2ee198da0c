import { printProblem } from "../../core/problem";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseDocument, visit } from "yaml";
import type { KubeconfigFile } from "../../core/access/kubeconfig";

type Variables = Readonly<Record<string, string | undefined>>;

/** The files in force, in their order: those of `KUBECONFIG`, each once, else the one in the home folder. */
function listFiles(variables: Variables): readonly string[] {
  const named = (variables["KUBECONFIG"] ?? "").split(path.delimiter).filter((file) => file !== "");
  const files = named.length > 0 ? named : [path.join(variables["HOME"] || os.homedir(), ".kube", "config")];
  return [...new Set(files.map((file) => path.resolve(file)))];
}

function refuse(file: string, got: string, cause: unknown): Error {
  return new Error(
    printProblem({
      text: `Cannot read kubeconfig "${file}": it must be a readable file in YAML: got ${got}`,
      fix: "correct it, or set KUBECONFIG to another",
    }),
    { cause },
  );
}

/** Names and tokens that look like numbers stay as they were written: `0123` is no 83. */
function parse(file: string, text: string): unknown {
  const document = parseDocument(text, { logLevel: "silent", merge: true });
  const [error] = document.errors;
  // The library's message quotes the file, which contains credentials.
  if (error !== undefined) throw refuse(file, `${error.code} in line ${error.linePos?.[0].line ?? 1}`, error);
  visit(document, {
    Pair: (_, { key }) => (String(key) === "extensions" ? visit.SKIP : undefined),
    Scalar: (_, node) => {
      if (typeof node.value === "number" && node.source !== undefined) node.value = node.source;
    },
  });
  return document.toJS();
}

/**
 * Reads the files of `KUBECONFIG`, or `~/.kube/config`; one that does not exist is passed over, as by kubectl.
 * @throws {Error} naming a file that is there and cannot be read
 */
export function readKubeconfig(variables: Variables = process.env): readonly KubeconfigFile[] {
  return listFiles(variables).flatMap((file): KubeconfigFile[] => {
    let text: string;
    try {
      text = fs.readFileSync(file, "utf8");
    } catch (error) {
      const { code = "no file" } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return [];
      throw refuse(file, code, error);
    }
    return [{ path: file, content: parse(file, text) }];
  });
}

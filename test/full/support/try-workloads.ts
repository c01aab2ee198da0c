import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Json } from "../../../components/core/revision/revision";
import { renderApp } from "../../../components/core/workload/from/render-app";

/** Result of a workload of a file as `app.from.manifest`. */
export interface Tried {
  readonly file: string;
  readonly name: string;
  /** Reason of the refusal; empty where it is taken. */
  readonly problems: readonly string[];
}

interface Workload {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly template?: object };
}

const kinds = ["Deployment", "StatefulSet", "DaemonSet"];
const image = `registry.example.org/app@sha256:${"a".repeat(64)}`;

function read(file: string): readonly Workload[] {
  try {
    return parseAllDocuments(readFileSync(file, "utf8"), { logLevel: "silent" }).flatMap(
      (document) => (document.toJS() as Workload | null) ?? [],
    );
  } catch {
    // Templates and other texts of the repository are none of its manifests.
    return [];
  }
}

/** Tries every workload in the YAML files of a folder, unchanged but for names and images. */
export function tryWorkloads(folder: string): readonly Tried[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.ya?ml$/.test(file) && !file.split(path.sep).includes("templates"),
  );
  return files.toSorted().flatMap((file) => {
    const documents = read(path.join(folder, file));
    return documents
      .filter(({ kind = "", spec }) => kinds.includes(kind) && spec?.template !== undefined)
      .map(({ metadata: { name = "", namespace = "prod" } = {} }) => {
        const result = renderApp(documents as readonly Json[], {
          app: name,
          namespace,
          image,
          workload: name,
          sharedServices: [],
          drainSeconds: 10,
          hosts: [`${name}.example.org`],
          route: `${name}-sluice`,
        });
        return {
          file,
          name,
          problems: "app" in result ? [] : result.problems.map(({ text, fix = "" }) => `${text}; ${fix}`),
        };
      });
  });
}

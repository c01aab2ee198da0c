import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Framework, PolicyMetadata, Severity } from "../pack/policy-metadata";
import type { AdmissionPolicy, Check } from "./check";

/** Where the checks stand: one ValidatingAdmissionPolicy per file. */
export const checksFolder = path.join(__dirname, "..", "checks");

const prefix = "sluice.dev/";

function readMetadata(id: string, annotations: Readonly<Record<string, string>>): PolicyMetadata {
  const read = (key: string): string => {
    const value = annotations[prefix + key];
    if (value === undefined) {
      throw new TypeError(`Cannot read check "${id}": metadata.annotations must have ${prefix}${key}`);
    }
    return value;
  };
  const framework = (): Framework => ({
    name: read("framework"),
    version: read("framework-version"),
    reference: read("framework-reference"),
    specification: read("framework-part"),
  });
  return {
    name: id,
    title: read("title"),
    description: read("description"),
    why: read("why"),
    fix: read("fix"),
    severity: read("severity") as Severity,
    ...(annotations[`${prefix}framework`] === undefined ? {} : { framework: framework() }),
    ...(annotations[`${prefix}enforcement`] === "advisory" ? { enforcement: "advisory" as const } : {}),
  };
}

/** The check of one parsed file. */
export function toCheck(id: string, policy: AdmissionPolicy): Check {
  const { annotations } = policy.metadata;
  const parameters = JSON.parse(annotations[`${prefix}parameters`] ?? "{}") as Record<string, string>;
  return { id, metadata: readMetadata(id, annotations), parameters, policy };
}

/** Parsing YAML takes longer than all else at the pack's start, so what came of it is kept beside the compiled code. */
function parseFiles(texts: readonly (readonly [id: string, text: string])[]): [string, AdmissionPolicy][] {
  const folder = path.join(__dirname, "..", "..", "node_modules", ".cache", "sluice-ts");
  const key = createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 32);
  const cached = path.join(folder, `checks-${key}.json`);
  try {
    return JSON.parse(fs.readFileSync(cached, "utf8")) as [string, AdmissionPolicy][];
  } catch {
    const { parse } = require("yaml") as typeof import("yaml");
    const parsed = texts.map(([id, text]): [string, AdmissionPolicy] => [id, parse(text) as AdmissionPolicy]);
    fs.mkdirSync(folder, { recursive: true });
    const partial = `${cached}.${process.pid}`;
    fs.writeFileSync(partial, JSON.stringify(parsed));
    fs.renameSync(partial, cached);
    return parsed;
  }
}

/** Every check, in order of name. */
export function readChecks(folder = checksFolder): readonly Check[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const texts = files
    .toSorted()
    .map((file) => [path.basename(file, ".yaml"), fs.readFileSync(path.join(folder, file), "utf8")] as const);
  return parseFiles(texts).map(([id, policy]) => toCheck(id, policy));
}

import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Framework, PolicyMetadata, Severity } from "../pack/policy-metadata";
import type { AdmissionPolicy, Check } from "./check";
import { demandCheck } from "./check-problems";

/** Folder of the checks: one ValidatingAdmissionPolicy per file. */
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

const readTexts = (text: string | undefined): Record<string, string> =>
  JSON.parse(text ?? "{}") as Record<string, string>;

/** The check of a file that has been judged already. */
function toJudged(id: string, policy: AdmissionPolicy): Check {
  const { annotations } = policy.metadata;
  return {
    id,
    metadata: readMetadata(id, annotations),
    parameters: readTexts(annotations[`${prefix}parameters`]),
    parameterRules: readTexts(annotations[`${prefix}parameter-rules`]),
    policy,
  };
}

/**
 * The check of one parsed file.
 * @throws {SyntaxError} with all that keeps plan time and cluster from deciding alike
 */
export function toCheck(id: string, policy: AdmissionPolicy): Check {
  demandCheck(id, policy);
  return toJudged(id, policy);
}

/** Texts of all rules that judge a file, so that a file judged by other rules is judged again. */
function ruleTexts(): string {
  const files = fs.readdirSync(__dirname).toSorted();
  return files.map((file) => fs.readFileSync(path.join(__dirname, file), "utf8")).join("\n");
}

/** Parses the checks. Parsing and judging takes longer than all else at the pack's start, so the result is cached. */
function parseFiles(texts: readonly (readonly [id: string, text: string])[]): [string, AdmissionPolicy][] {
  const folder = path.join(__dirname, "..", "..", "node_modules", ".cache", "sluice-ts");
  const key = createHash("sha256")
    .update(ruleTexts())
    .update(JSON.stringify(texts))
    .digest("hex")
    .slice(0, 32);
  const cached = path.join(folder, `checks-${key}.json`);
  try {
    return JSON.parse(fs.readFileSync(cached, "utf8")) as [string, AdmissionPolicy][];
  } catch {
    const { parse } = require("yaml") as typeof import("yaml");
    const parsed = texts.map(([id, text]): [string, AdmissionPolicy] => [id, parse(text) as AdmissionPolicy]);
    for (const [id, policy] of parsed) demandCheck(id, policy);
    fs.mkdirSync(folder, { recursive: true });
    const partial = `${cached}.${process.pid}`;
    fs.writeFileSync(partial, JSON.stringify(parsed));
    fs.renameSync(partial, cached);
    return parsed;
  }
}

/**
 * Every check, in order of name.
 * @throws {SyntaxError} for a file that plan time and cluster would not decide alike
 */
export function readChecks(folder = checksFolder): readonly Check[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const texts = files
    .toSorted()
    .map((file) => [path.basename(file, ".yaml"), fs.readFileSync(path.join(folder, file), "utf8")] as const);
  return parseFiles(texts).map(([id, policy]) => toJudged(id, policy));
}

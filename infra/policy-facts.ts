import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parseReference } from "../components/core/images/reference";
import type { SignatureFact } from "../components/core/preflight/facts";
import { toProblem } from "../components/core/problem";
import { RunEnd } from "../components/core/run-end";
import { toWantedType } from "../policies/images/attestation/predicate-type";
import { checkImages } from "../policies/images/check-images";
import { readImagesConfig } from "../policies/images/cluster-rules";
import { createImageChecker } from "../policies/images/rules/image-checker";
import type { ImagesConfig } from "../policies/images/rules/schema";
import { freeze } from "../policies/delivery/freeze";

/** Folder of the pack, from which it reads the files that its configuration names. */
const packFolder = path.join(__dirname, "../policies");

/** Facts that the pack's configuration decides on; each absent where no file configures it. */
export interface PolicyFacts {
  readonly signatures?: SignatureFact;
  /** Freeze windows in force. */
  readonly frozen?: readonly string[];
}

async function verify(image: string, config: ImagesConfig, now: Date): Promise<SignatureFact> {
  const readFile = (file: string): string => readFileSync(path.resolve(packFolder, file), "utf8");
  const checker = createImageChecker(config, { readFile });
  const policies = checker.policiesFor(parseReference(image));
  const pod = { type: "kubernetes:core/v1:Pod", raw: { spec: { containers: [{ name: "app", image }] } } };
  // A warning of a policy is a fault here all the same.
  const findings = await checkImages(pod, config, { now }, checker);
  const kinds = policies.flatMap(({ attestations }) =>
    attestations.flatMap(({ predicateType, policy }) => {
      const { kind } = toWantedType(predicateType);
      // One of an unknown type says nothing unless a condition reads it: tests that failed are attested, too.
      const isRead = (policy?.conditions ?? []).length > 0;
      return kind === "custom" ? (isRead ? [predicateType] : []) : [kind];
    }),
  );
  return {
    policies: policies.map(({ name }) => name),
    isSigned: policies.some(
      ({ signature, authorities }) =>
        signature === "required" && authorities.every((one) => one.static?.action !== "pass"),
    ),
    demanded: [...new Set(kinds)],
    problems: findings.map((finding) => toProblem({ ...finding, path: "the image" }).text),
  };
}

async function findFrozen(raw: unknown, now: Date): Promise<readonly string[]> {
  const { enforcementLevel: _, exemptions: __, ...own } = Object(raw) as Record<string, unknown>;
  const parsed = freeze.config?.safeParse(own);
  if (parsed?.success !== true) {
    const problems = parsed?.error.issues.map(({ path: at, message }) => `freeze.${at.join(".")} ${message}`);
    throw new SyntaxError(problems?.join("; "));
  }
  const gate = { type: "", name: "", urn: "", raw: {} } as never;
  const context = { now, preview: false, stack: "", project: "" };
  const found: string[] = [];
  for await (const { rule, advisory } of await freeze.check(gate, parsed.data, context))
    if (advisory !== true) found.push(rule.replace(/^lie outside the freeze window /, ""));
  return found;
}

/**
 * Verifies an image and looks for freeze windows by files of `--policy-pack-config`, as the pack does.
 * @throws {RunEnd} with exit code 2 where a file cannot be used
 */
export async function readPolicyFacts(
  files: readonly string[],
  image: string,
  now: Date,
): Promise<PolicyFacts> {
  let facts: PolicyFacts = {};
  for (const file of files) {
    try {
      const text = readFileSync(file, "utf8");
      const all = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
      if (all["images-signed"] !== undefined)
        facts = { ...facts, signatures: await verify(image, readImagesConfig(text), now) };
      if (all["freeze"] !== undefined) facts = { ...facts, frozen: await findFrozen(all["freeze"], now) };
    } catch (error) {
      throw new RunEnd("usage", {
        text: `Cannot read "${file}": --policy-pack-config must be a usable file of the policy pack: got ${(error as Error).message}`,
        fix: "see docs/how-to/signed-images.md",
      });
    }
  }
  return facts;
}

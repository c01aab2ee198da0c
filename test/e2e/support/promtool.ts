import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuleGroup } from "../../../components/core/slo/slo-rules";
import type { Labels } from "../../../components/core/sources/source";
import { ensureTools } from "../../../sandbox/tools/resolve";

const run = promisify(execFile);

/** A series as promtool's tests name it. */
export function seriesOf({ __name__: name = "", ...labels }: Labels): string {
  const shown = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${name}{${shown.join(",")}}`;
}

/** Checks rules with promtool, and runs its tests on them. */
export async function checkRules(groups: readonly RuleGroup[], ...tests: readonly object[]): Promise<void> {
  const promtool = (await ensureTools({ names: ["debian"] })).path("promtool");
  const folder = mkdtempSync(join(tmpdir(), "slo-e2e-"));
  const [rules, file] = [join(folder, "rules.json"), join(folder, "test.json")];
  writeFileSync(rules, JSON.stringify({ groups }));
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: "2m", tests }));
  await run(promtool, ["check", "rules", "--lint-fatal", rules]);
  await run(promtool, ["test", "rules", file]).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(error.stdout + error.stderr);
  });
  rmSync(folder, { recursive: true });
}

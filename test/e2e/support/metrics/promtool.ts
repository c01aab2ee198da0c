import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { RuleGroup } from "../../../../components/core/slo/rule";
import type { Labels } from "../../../../components/core/sources/source";
import { ensureTools } from "../../../../sandbox/tools/resolve";

const run = promisify(execFile);

/** A series as promtool's tests name it. */
export function seriesOf({ __name__: name = "", ...labels }: Labels): string {
  const shown = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${name}{${shown.join(",")}}`;
}

const perHour = 36_000_000;

/**
 * Values of a counter by two minutes: a day with a share of 10 000 requests a second, then an hour with another, and as
 * long as rates over 5m and the first sample of an hour's window see the day.
 */
export function dayThenHour(day: number, hour: number): string {
  const each = perHour / 30;
  return `0+${day * each}x720 ${(day * 720 + hour) * each}+${hour * each}x35`;
}

/** Alerts on a burning budget that fire after that hour, one of each severity. */
export const burnAlerts = (severities: readonly string[]) => ({
  expr: 'count by (severity) (ALERTS{alertname="ErrorBudgetBurn",alertstate="firing"})',
  eval_time: "25h10m",
  exp_samples: severities.map((severity) => ({ labels: `{severity="${severity}"}`, value: 1 })),
});

/** Checks rules with promtool, and runs its tests on them. */
export async function checkRules(groups: readonly RuleGroup[], ...tests: readonly object[]): Promise<void> {
  const promtool = (await ensureTools({ names: ["debian"] })).path("promtool");
  const folder = mkdtempSync(join(tmpdir(), "slo-e2e-"));
  const [rules, file] = [join(folder, "rules.json"), join(folder, "test.json")];
  writeFileSync(rules, JSON.stringify({ groups }));
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: "5m", tests }));
  try {
    await run(promtool, ["check", "rules", "--lint-fatal", rules]);
    await run(promtool, ["test", "rules", file]).catch((error: { stdout: string; stderr: string }) => {
      throw new Error(error.stdout + error.stderr);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

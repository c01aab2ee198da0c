import * as fs from "node:fs/promises";
import * as path from "node:path";
import { exitCodes } from "../../components/core/exit-code";
import { startLoad } from "../../sandbox/load/load";
import type { Load } from "../../sandbox/load/load";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { drawReleases } from "./draw-releases";
import { demo } from "./environment-file";
import { explainNext, explainRelease } from "./explain-demo";
import { prepare } from "./prepare";
import { renderReport } from "./render-report";
import { findProblems, reportRelease } from "./report";
import type { DemoReport, ReleaseRun } from "./report";
import { runRelease } from "./run-release";

/** Options of the demo. */
export interface DemoOptions {
  /** Name of its sandbox. */
  readonly name: string;
  /** Folder of report and project, made new in each run. */
  readonly folder: string;
  readonly fast: boolean;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

const ratePerSecond = 200;

/** The version that starts well and then fails. */
const bad = "v3";

const scenes = [
  ["v1", "Version 1, the first deploy"],
  ["v2", "Version 2, a good release under traffic"],
  [bad, "Version 3 starts well, then fails half of its requests"],
] as const;

/** Plays a first deploy, a good and a bad release in a sandbox, and reports the decisions and the clients' results. */
export async function playDemo(options: DemoOptions): Promise<Outcome> {
  const { name, folder, fast, terminal, signal } = options;
  const begun = new Date();
  const root = path.join(folder, "project");
  const { sandbox, images, policies } = await prepare({ name, root, fast, terminal });
  const runs: ReleaseRun[] = [];
  let load: Load | undefined;
  try {
    for (const [version, title] of scenes) {
      terminal.say(`\n${title}`);
      const before = load?.snapshot()?.failed ?? 0;
      const run = await runRelease({ root, version, image: images[version], policies, terminal, signal });
      runs.push(run);
      terminal.say(explainRelease(run, (load?.snapshot()?.failed ?? 0) - before));
      if (signal.aborted) return { exitCode: exitCodes.interrupted };
      load ??= startLoad({ address: sandbox.gatewayAddress, host: demo.host, ratePerSecond });
    }
  } finally {
    await load?.stop();
  }
  const seen = await load?.done;
  const releases = runs.map((run) => reportRelease(run, run.version === "v1" ? undefined : seen));
  const report: DemoReport = {
    startedAt: begun.toISOString(),
    seconds: Math.round((Date.now() - begun.getTime()) / 1000),
    fast,
    ratePerSecond,
    releases,
    problems: findProblems(releases, bad),
  };
  await fs.writeFile(path.join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const text = renderReport(report);
  await fs.writeFile(path.join(folder, "report.md"), text);
  const drawn = drawReleases(report);
  if (drawn !== undefined) await fs.writeFile(path.join(folder, "releases.svg"), drawn);
  terminal.say(`\n${text}\nReport: ${path.relative(process.cwd(), path.join(folder, "report.md"))}\n`);
  terminal.say(explainNext(name, root));
  const exitCode = report.problems.length === 0 ? exitCodes.done : exitCodes.unexpected;
  return { exitCode, report: { ...report } };
}

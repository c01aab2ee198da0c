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
import { goOn, prepare } from "./prepare";
import type { Stage } from "./prepare";
import { renderReport } from "./render-report";
import { findProblems, reportRelease } from "./report";
import type { DemoReport, ReleaseRun } from "./report";
import { runRelease } from "./run-release";
import { releasesAct, wafAct } from "./scenes";
import type { Act } from "./scenes";

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

/** Plays a first deploy, a good and a bad release in a sandbox, and reports the decisions and the clients' results. */
export async function playDemo(options: DemoOptions): Promise<Outcome> {
  const { name, folder, fast, terminal } = options;
  const stage = await prepare({ name, root: path.join(folder, "project"), fast, terminal });
  return await playAct(options, releasesAct, stage, folder);
}

/**
 * Plays the third act in the sandbox that a demo has left behind: a firewall by a release, then rules of it that refuse
 * what users do.
 */
export async function playFirewall(options: DemoOptions): Promise<Outcome> {
  const { name, folder, terminal } = options;
  const stage = await goOn({ name, root: path.join(folder, "project"), terminal });
  return await playAct(options, wafAct, stage, path.join(folder, "waf"));
}

/** @param folder - of the report */
async function playAct(options: DemoOptions, act: Act, stage: Stage, folder: string): Promise<Outcome> {
  const { name, fast, terminal, signal } = options;
  const { isSequel, scenes, ratePerSecond, paths } = act;
  const { sandbox, images, firewall, root, policies } = stage;
  const { gatewayAddress: address } = sandbox;
  const send = (): Load =>
    startLoad({ address, host: demo.host, ratePerSecond, ...(paths === undefined ? {} : { paths }) });
  const begun = new Date();
  const runs: ReleaseRun[] = [];
  // The first deploy has no users yet.
  let load = isSequel ? send() : undefined;
  try {
    for (const scene of scenes) {
      terminal.say(`\n${scene.title}`);
      const before = load?.snapshot()?.failed ?? 0;
      const image = images[scene.image];
      const run = await runRelease({ root, scene, image, firewall, policies, terminal, signal });
      runs.push(run);
      terminal.say(explainRelease(run, (load?.snapshot()?.failed ?? 0) - before));
      if (signal.aborted) return { exitCode: exitCodes.interrupted };
      load ??= send();
    }
  } finally {
    await load?.stop();
  }
  const seen = await load?.done;
  const releases = runs.map((run, nth) => reportRelease(run, isSequel || nth > 0 ? seen : undefined));
  const report: DemoReport = {
    startedAt: begun.toISOString(),
    seconds: Math.round((Date.now() - begun.getTime()) / 1000),
    ...(isSequel ? {} : { fast }),
    ratePerSecond,
    releases,
    problems: findProblems(releases, scenes),
  };
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  const text = renderReport(report);
  await fs.writeFile(path.join(folder, "report.md"), text);
  const drawn = drawReleases(report);
  if (drawn !== undefined) await fs.writeFile(path.join(folder, "releases.svg"), drawn);
  terminal.say(`\n${text}\nReport: ${path.relative(process.cwd(), path.join(folder, "report.md"))}\n`);
  terminal.say(explainNext(name, root, firewall !== undefined));
  const exitCode = report.problems.length === 0 ? exitCodes.done : exitCodes.unexpected;
  return { exitCode, report: { ...report } };
}

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { done, image } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import { allowSeconds } from "../../test/e2e/support/run";
import { runBench } from "../support/command";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { prepareApp } from "../support/release";
import { disturbOnce, disturbances } from "./disturbances";
import { hotfixStages, measureHotfix } from "./hotfix";
import { startLink } from "./link";
import { measureSame, sameStages } from "./same";
import { offOnce } from "./off-run";
import type { OffCell, OffRun } from "./off-run";

const promised = { median: 3, worst: 5 };
const total = { weight: 1, roundTripMs: 0, ratePerSecond: 0 };

const cells: readonly OffCell[] = [
  { ...total, name: "everything fails at 1 %, 200 requests a second", ratePerSecond: 200 },
  { ...total, name: "everything fails at 1 %, no requests" },
  { ...total, name: "the same, 150 ms more to the gateway", ratePerSecond: 200, roundTripMs: 150 },
  { ...total, name: "the same, 300 ms more to the gateway", ratePerSecond: 200, roundTripMs: 300 },
  { ...total, name: "one of three pods fails at 70 %", ratePerSecond: 200, weight: 70, onePod: true },
];

const stages = [1, 70, 100].map((weight) => ({ weight, soak: "1h" }));

async function measureOff(bench: Bench, app: App): Promise<Figure[]> {
  const figures: Figure[] = [];
  const { first = 1, last = cells.length } = bench.numbers;
  for (const cell of cells.slice(first - 1, last)) {
    const link = await startLink(app.sandbox.gatewayAddress, cell.roundTripMs);
    await app.configure(image("v2"), {
      traffic: { address: cell.roundTripMs === 0 ? app.sandbox.gatewayAddress : link.address },
      stages: stages.filter(({ weight }) => weight === cell.weight || weight === 100),
    });
    const { runs } = bench;
    const found: OffRun[] = [];
    for (let turn = 0; turn < runs; turn++) {
      const one = await offOnce(app, cell, (2 * turn) / runs);
      found.push(one);
      bench.say(
        `${cell.name}, ${turn + 1} of ${runs}: ${one.seconds} s, ${one.failed} of ${one.sent} failed, basis ${one.basis}`,
      );
    }
    link.close();
    const timed = { unit: "s", limits: promised };
    const sinceAnswer = found.flatMap((one) => one.sinceAnswer ?? []);
    figures.push({ ...timed, name: cell.name, values: found.map(({ seconds }) => seconds) });
    if (sinceAnswer.length > 0)
      figures.push({
        ...timed,
        name: `${cell.name}: from the first failed answer to a user`,
        values: sinceAnswer,
      });
    figures.push({
      name: `${cell.name}: failed`,
      unit: "requests",
      values: found.map(({ failed }) => failed),
    });
  }
  return figures;
}

/** A kubeconfig whose API server is at another address of this machine. */
async function leadThrough(app: App, address: string): Promise<string> {
  const text = await readFile(app.sandbox.kubeconfig, "utf8");
  const file = path.join(app.folder, "through.kubeconfig");
  await writeFile(file, text.replaceAll(app.sandbox.apiServer, `https://${address}`), { mode: 0o600 });
  return file;
}

async function measureDisturbances(bench: Bench, app: App): Promise<Figure[]> {
  const gateway = await startLink(app.sandbox.gatewayAddress);
  const api = await startLink(app.sandbox.apiServer.replace("https://", ""));
  const config = await leadThrough(app, api.address);
  const figures: Figure[] = [];
  for (const disturbance of disturbances) {
    await app.configure(image("v2"), {
      traffic: { address: gateway.address },
      stages: stages.filter(({ weight }) => weight !== 70),
    });
    const one = await disturbOnce(app, disturbance, { gateway, api }, config, 1);
    bench.say(
      `${one.name}: ${one.isRejected ? "REJECTED" : "not rejected"}, ${one.phase}, weight ${one.weight}, ${one.failed} of ${one.sent} requests failed\n        ${one.said}`,
    );
    figures.push({
      name: `${one.name}: rejected`,
      unit: "times",
      values: [one.isRejected ? 1 : 0],
      limits: { worst: 0 },
    });
    // Pods come back, and what was lost in the last minute counts for the next one.
    await sleep(5000);
  }
  await app.sluice("abort", app.environment, "-C", app.folder, "--reason", "the next part of a bench");
  for (const line of [gateway, api]) line.close();
  return figures;
}

/** Parts of the bench, by `--part`. */
const parts = [
  measureOff,
  measureDisturbances,
  async (bench: Bench, app: App) =>
    await measureSame(bench, app, bench.numbers["minutes"] ?? 60, bench.numbers["rate"] ?? 50),
  async (bench: Bench, app: App) => await measureHotfix(bench, app, bench.numbers["rate"] ?? 50),
];

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench(
    "drills",
    10,
    async (bench) => {
      const { part = 1, minutes = 60 } = bench.numbers;
      // A stage of part 3, and the last command of part 4, take more than six minutes.
      allowSeconds(1800);
      const measure = parts[part - 1];
      if (measure === undefined) throw new RangeError(`--part must be 1 to 4: got ${part}`);
      // Counters of an app of the same name that is gone would tell of this one.
      const app = await prepareApp(bench, `drills${part}x${Date.now() % 10_000}`, {
        stages: part === 3 ? sameStages(minutes) : part === 4 ? hotfixStages : stages,
        app: { replicas: 3 },
        analysis: { interval: "2s", parameters: part > 2 ? {} : { requirePassAbove: 90 } },
      });
      done(await app.up());
      if (part < 4) {
        await app.configure(image("v2"));
        done(await app.up());
      }
      return await measure(bench, app);
    },
    {
      part: {
        default: 1,
        what: "1: how soon it is off, 2: disturbances, 3: the same version on both tracks, 4: a hotfix",
      },
      first: { default: 1, what: "first row of part 1" },
      last: { default: cells.length, what: "last row of part 1" },
      minutes: { default: 60, what: "length of part 3" },
      rate: { default: 50, what: "requests a second of parts 3 and 4" },
    },
  );
}

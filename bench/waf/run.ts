import { startLoad } from "../../sandbox/load/load";
import type { LoadReport } from "../../sandbox/load/report";
import { killApps, serveApp, unpackApp } from "../../test/sandbox/app/running-app";
import { runWaf, unpackWaf } from "../../test/sandbox/waf/running-waf";
import { runBench } from "../support/command";
import type { Figure } from "../support/figure";
import { measureCpu, measureMemory } from "./processes";

/** Length of one load, seconds. */
const seconds = 10;

interface Pair {
  readonly bare: LoadReport;
  readonly filtered: LoadReport;
  /** Time on a processor of the firewall's processes, milliseconds per request. */
  readonly cpuMs: number;
}

function toFigures(pairs: readonly Pair[]): readonly Figure[] {
  const of = (name: string, unit: string, read: (pair: Pair) => number): Figure => ({
    name,
    unit,
    values: pairs.map(read),
  });
  return [
    ...(["p50", "p99"] as const).flatMap((which) => [
      of(`${which} without`, "ms", ({ bare }) => bare.latencyMs[which]),
      of(`${which} with`, "ms", ({ filtered }) => filtered.latencyMs[which]),
      of(`${which} added`, "ms", ({ bare, filtered }) => filtered.latencyMs[which] - bare.latencyMs[which]),
    ]),
    of("processor per request", "ms", ({ cpuMs }) => cpuMs),
    { ...of("failed, kept-alive", "requests", ({ filtered }) => filtered.failed), limits: { worst: 0 } },
  ];
}

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench(
    "waf",
    5,
    async (bench) => {
      const [image, unpacked] = [await unpackWaf(), await unpackApp("v2")];
      bench.later(async () => await Promise.resolve([image.remove(), unpacked.remove()]));
      const app = await serveApp(unpacked.binary);
      bench.later(killApps);
      const port = Number(new URL(app.url).port);
      const waf = await runWaf(image.root, { port, metricsUrl: `${app.adminUrl}/metrics` });
      bench.later(waf.stop);
      const idle = measureMemory(waf.pid);
      const ratePerSecond = bench.numbers["rate"] ?? 200;
      const load = async (url: string, keepAlive = true): Promise<LoadReport> =>
        await startLoad({ url, host: "localhost", ratePerSecond, durationSeconds: seconds, keepAlive }).done;
      await load(waf.url);
      const pairs: Pair[] = [];
      for (let turn = 0; turn < bench.runs; turn++) {
        const before = measureCpu(waf.pid);
        const first = await load(turn % 2 === 0 ? app.url : waf.url);
        const second = await load(turn % 2 === 0 ? waf.url : app.url);
        const [bare, filtered] = turn % 2 === 0 ? [first, second] : [second, first];
        const cpuMs = (measureCpu(waf.pid) - before) / filtered.sent;
        pairs.push({ bare, filtered, cpuMs });
        bench.say(
          `pair ${turn + 1} of ${bench.runs}: p50 ${bare.latencyMs.p50} and ${filtered.latencyMs.p50} ms, p99 ${bare.latencyMs.p99} and ${filtered.latencyMs.p99} ms, ${cpuMs.toFixed(2)} ms of a processor`,
        );
      }
      const apart = await load(waf.url, false);
      return [
        ...toFigures(pairs),
        {
          name: "failed, a connection each",
          unit: "requests",
          values: [apart.failed],
          limits: { worst: 0 },
        },
        { name: "memory, idle", unit: "MiB", values: [idle] },
        { name: "memory after the load", unit: "MiB", values: [measureMemory(waf.pid)] },
      ];
    },
    { rate: { default: 200, what: "requests per second" } },
  );
}

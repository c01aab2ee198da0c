import { done } from "../../test/e2e/support/app";
import type { App } from "../../test/e2e/support/app";
import { runBench } from "../support/command";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { prepareApp } from "../support/release";
import { timeSeconds } from "../support/statistics";
import { makeRepository } from "./repository";
import { writeObjects } from "../../test/e2e/support/write-objects";

/** Services of the repository; fewer by SLUICE_FLEET, for a try. */
const services = Number(process.env["SLUICE_FLEET"] ?? 60);
const stages = [1, 5, 20, 50, 100].map((weight) => ({ weight, soak: "5s" }));

interface Stored {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Gives every other service a ledger and a route like the first one's, so that its status has as much to read. */
async function copyRecords(app: App, others: readonly string[]): Promise<void> {
  const found = await app.kubectl(
    "get",
    "configmap/sluice-scholarlink",
    "httproute/scholarlink",
    "-o",
    "json",
  );
  const { items } = JSON.parse(found) as { items: readonly Stored[] };
  const copies = others.flatMap((name) =>
    items.map(({ metadata: _metadata, ...rest }) => {
      const text = JSON.stringify(rest)
        .replaceAll("scholarlink", name)
        .replaceAll(app.host, `${name}.example.org`);
      const called = rest.kind === "ConfigMap" ? `sluice-${name}` : name;
      return { ...(JSON.parse(text) as object), metadata: { name: called, namespace: app.namespace } };
    }),
  );
  // A list of all is longer than an argument of a command may be.
  await app.kubectl("apply", "-f", await writeObjects(app, "records", copies));
}

/** Resources of the service's stacks, by their states. */
async function countResources(bench: Bench, app: App): Promise<Figure[]> {
  const names = [app.environment, ...stages.map(({ weight }) => `${app.environment}-canary-${weight}`)];
  const counts: number[] = [];
  for (const stack of names) {
    const { stdout } = done(await app.pulumi("stack", "export", "-s", stack));
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly unknown[] } };
    counts.push(deployment.resources?.length ?? 0);
  }
  bench.say(`resources by stack: ${names.map((name, at) => `${name} ${counts[at]}`).join(", ")}`);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return [
    { name: "stacks per service", unit: "", values: [names.length] },
    { name: "resources of a service, deployed for the first time", unit: "", values: [all] },
  ];
}

async function measure(bench: Bench, app: App): Promise<Figure[]> {
  done(await app.up());
  const others = Array.from({ length: services - 1 }, (_, at) => `service-${at + 1}`);
  const repository = await makeRepository(bench, app, others);
  await copyRecords(app, others);
  const status = async (...args: string[]) => done(await app.sluice("status", ...args));
  const [one, all, preview]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 1; turn <= bench.runs; turn++) {
    one.push(
      await timeSeconds(
        async () => await status(app.environment, "-C", `${repository.folder}/services/first`),
      ),
    );
    all.push(await timeSeconds(async () => await status("--all", "-C", repository.folder)));
    await repository.change(turn);
    const args = [
      "--base",
      "HEAD~1",
      "--comment",
      `${repository.folder}/comment.md`,
      "-C",
      repository.folder,
    ];
    preview.push(await timeSeconds(async () => done(await app.sluice("preview", ...args))));
    bench.say(
      `${turn} of ${bench.runs}: status ${one.at(-1)} s, of all ${all.at(-1)} s, preview ${preview.at(-1)} s`,
    );
  }
  return [
    { name: "status of one service", unit: "s", values: one },
    { name: `status --all of ${services} services`, unit: "s", values: all, limits: { worst: 10 } },
    {
      name: "status --all: ratio to one",
      unit: "×",
      values: all.map((seconds, at) => seconds / (one[at] ?? Number.NaN)),
    },
    {
      name: `preview --base of one change, ${services} services`,
      unit: "s",
      values: preview,
      limits: { worst: 60 },
    },
    ...(await countResources(bench, app)),
  ];
}

/** Entry of the command. */
export async function run(): Promise<void> {
  await runBench(
    "fleet",
    3,
    async (bench) => await measure(bench, await prepareApp(bench, "fleet", { stages })),
  );
}

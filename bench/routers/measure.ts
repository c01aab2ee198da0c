import type { App } from "../../test/e2e/support/app";
import { limitsOf } from "../support/binomial";
import type { Bench } from "../support/command";
import type { Figure } from "../support/figure";
import { countRequests } from "../../test/e2e/support/requests/count-requests";
import { askedPath } from "./client";
import type { Answer } from "./client";
import { copied } from "./split";
import type { Split } from "./split";

const byCanary =
  ({ stable }: Split) =>
  ({ version }: Answer): boolean =>
    version !== "" && version !== stable;

/** Share of the canary at each weight, beside the exact limits of a random split. */
export async function measureShares(
  split: Split,
  { requests, weights }: { readonly requests: number; readonly weights: readonly number[] },
  name: string,
  bench: Bench,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const isCanary = byCanary(split);
  for (const weight of weights) {
    await split.abort();
    while ((await split.client.askMany(200)).some(isCanary));
    if (weight > 0) {
      await split.write(weight);
      await split.client.askUntil(isCanary);
    }
    // Requests under way when the router followed do not count.
    await split.client.askMany(200);
    const answers = await split.client.askMany(requests);
    const canary = answers.filter((one) => !one.failed && isCanary(one)).length;
    const failed = answers.filter((answer) => answer.failed).length;
    const [low, high] = limitsOf(requests, weight / 100);
    bench.say(`${name}: ${canary} of ${requests} at ${weight} %, 99.9 % of cases ${low} to ${high}`);
    figures.push(
      {
        name: `${name}: canary at ${weight} % of ${requests} (${low} to ${high})`,
        unit: "requests",
        values: [canary],
        limits: { worst: high },
      },
      {
        name: `${name}: the same, below the limit or failed`,
        unit: "requests",
        values: [Math.max(0, low - canary) + failed],
        limits: { worst: 0 },
      },
    );
  }
  return figures;
}

/** Weight changes under load: failures, time until the router follows, and what reaches the canary after an abort. */
export async function measureChanges(
  app: App,
  split: Split,
  { changes, rate }: { readonly changes: number; readonly rate: number },
  name: string,
  bench: Bench,
): Promise<readonly Figure[]> {
  const isCanary = byCanary(split);
  const load = app.load(rate);
  await app.until("the load runs", async () => (load.snapshot()?.sent ?? 0) > 0);
  const [up, down, late]: [number[], number[], number[]] = [[], [], []];
  await split.abort();
  for (let nth = 0; nth < changes; nth += 2) {
    // Answers are looked at from before the write on, so that the first one that differs is seen.
    const raised = split.client.askUntil(isCanary);
    const raisedMs = await split.write(100);
    up.push(Math.max(0, ((await raised).find(isCanary)?.endedMs ?? 0) - raisedMs) / 1000);
    let writtenMs = Infinity;
    const ended = split.client.askUntil(
      ({ sentMs, version }) => sentMs > writtenMs && version === split.stable,
    );
    writtenMs = await split.abort();
    const after = (await ended).filter(({ sentMs }) => sentMs > writtenMs);
    const first = after.find(({ version }) => version === split.stable);
    down.push(((first?.endedMs ?? 0) - writtenMs) / 1000);
    late.push(after.filter(isCanary).length);
  }
  const report = await load.stop();
  const kinds = JSON.stringify(report.failuresByKind);
  bench.say(`${name}: ${report.failed} of ${report.sent} requests failed in ${changes} changes ${kinds}`);
  return [
    {
      name: `${name}: failed of ${report.sent} requests at ${rate}/s in ${changes} changes`,
      unit: "requests",
      values: [report.failed],
      limits: { worst: 0 },
    },
    { name: `${name}: write of 100 % to first answer of the canary`, unit: "s", values: up },
    { name: `${name}: abort's write to first answer of stable sent after it`, unit: "s", values: down },
    {
      name: `${name}: requests sent after abort's write that the canary answered`,
      unit: "requests",
      values: late,
    },
  ];
}

/** Requests outside of a match that the canary answered, or nobody. */
export async function measureMatch(
  split: Split,
  requests: number,
  name: string,
  bench: Bench,
): Promise<Figure> {
  const isCanary = byCanary(split);
  await split.match();
  await split.client.askWith({ "x-bench": "yes" }, isCanary);
  const answers = await split.client.askMany(requests);
  const [canary, failed] = [answers.filter(isCanary).length, answers.filter((one) => one.failed).length];
  await split.abort();
  bench.say(`${name}: ${canary} of ${requests} outside of a match reached the canary, ${failed} failed`);
  return {
    name: `${name}: of ${requests} requests outside of a match on the canary or failed`,
    unit: "requests",
    values: [canary + failed],
    limits: { worst: 0 },
  };
}

/** Answers of the canary and failures while requests are copied to it, and the copies that its pods counted. */
export async function measureMirror(
  app: App,
  split: Split,
  requests: number,
  name: string,
  bench: Bench,
): Promise<readonly Figure[]> {
  const count = async (): Promise<number> => await countRequests(app, "canary", "GET", askedPath);
  const before = await count();
  await split.mirror();
  await app.until("copies arrive", async () => {
    await split.client.askMany(100);
    return (await count()) > before;
  });
  let [copies, settled] = [await count(), -1];
  // Copies come after the answers.
  const settle = async (): Promise<void> =>
    await app.until("no copy comes any more", async () => {
      settled = copies;
      copies = await count();
      return copies === settled;
    });
  await settle();
  const begun = copies;
  const answers = await split.client.askMany(requests);
  await settle();
  await split.abort();
  const wrong = answers.filter((one) => one.failed || byCanary(split)(one)).length;
  const [low, high] = limitsOf(requests, copied.percent / 100);
  bench.say(`${name}: ${copies - begun} copies of ${requests}, ${wrong} answers were the canary's or failed`);
  return [
    {
      name: `${name}: of ${requests} copied requests answered by the canary or failed`,
      unit: "requests",
      values: [wrong],
      limits: { worst: 0 },
    },
    {
      name: `${name}: copies at ${copied.percent} % of ${requests} (${low} to ${high})`,
      unit: "requests",
      values: [copies - begun],
      limits: { worst: high },
    },
    {
      name: `${name}: the same, below the limit`,
      unit: "requests",
      values: [Math.max(0, low - copies + begun)],
      limits: { worst: 0 },
    },
  ];
}

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import { createApp, done } from "../app";
import type { App } from "../app";
import { runningService } from "../services/running-service";
import { writeObjects } from "../write-objects";

/** Changes keys of the environment file that `sluice adopt` wrote; a list, or null, takes the place of what is there. */
export async function configureAdopted(
  app: App,
  change: Readonly<Record<string, Readonly<Record<string, unknown>> | readonly unknown[]>>,
): Promise<void> {
  const file = path.join(app.folder, `Pulumi.${app.environment}.yaml`);
  const { config } = parse(await readFile(file, "utf8")) as { config: Record<string, object> };
  for (const [key, value] of Object.entries(change)) {
    const name = `sluice:${key}`;
    config[name] = Array.isArray(value) ? value : { ...config[name], ...value };
  }
  await writeFile(file, stringify({ config }));
}

/** Waits until a service that was applied runs, with the two pods of its autoscaler. */
export async function awaitRunning(app: App): Promise<void> {
  await app.kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  await app.until(
    "the autoscaler's two pods",
    async () =>
      (await app.kubectl("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")) === "2",
  );
}

/** Applies a service that runs, with the way that leads to it, and waits for it. */
async function applyRunning(app: App, ...ways: readonly object[]): Promise<void> {
  const file = await writeObjects(app, "running", [...runningService(), ...ways]);
  await app.kubectl("apply", "-f", file);
  await awaitRunning(app);
}

/** Reads what runs by `sluice adopt`, which writes the environment's files. */
export const adopt = async (app: App) =>
  done(
    await app.sluice(
      "adopt",
      app.environment,
      "deployment/web",
      `--cwd=${app.folder}`,
      `--namespace=${app.namespace}`,
      `--context=${app.sandbox.context}`,
      "--app=shop",
      "--prometheus=service://monitoring/prometheus:9090",
      "--force",
      "--json",
    ),
  );

const stagesOf = (weight: number) => [
  { weight, soak: "5s" },
  { weight: 100, soak: "5s" },
];

/** Settings of two stages that are short enough for a test. */
export const quick = (app: App, weight: number) => ({
  stages: stagesOf(weight),
  traffic: { address: app.sandbox.gatewayAddress, scheme: "http" },
  analysis: { interval: "1s", parameters: { unacceptableErrorRatio: 0.2 } },
  promotion: { watch: "3s" },
});

/** Clients with kept connections and without, who count what fails. */
export interface Clients {
  /** Failures so far, each in a few words; the load's by kind, behind the others. */
  failures(): readonly unknown[];
  /** The same once all that were under way are counted. */
  settled(): Promise<readonly unknown[]>;
}

/**
 * Sends requests until the app is removed: 50 a second of which every other one has a connection of its own, and more
 * on kept connections.
 * @param more - of these, per second
 */
export function sendRequests(app: App, more = 100): Clients {
  const load = app.load(more);
  const answers = app.watchAnswers();
  const failures = (): readonly unknown[] => {
    const { failed, failuresByKind } = load.snapshot() ?? {};
    return [...answers.failures(), ...(failed === 0 ? [] : [failuresByKind])];
  };
  return {
    failures,
    settled: async () => {
      const { seconds: before = 0 } = load.snapshot() ?? {};
      await app.until(
        "three seconds more of the load",
        async () => await Promise.resolve((load.snapshot()?.seconds ?? 0) >= before + 3),
      );
      return failures();
    },
  };
}

/**
 * An app whose service runs already; its files are not written yet.
 * @param weight - of its first stage; the second is 100
 */
export const createRunning = async (
  name: string,
  weight: number,
  toWays: (host: string) => readonly object[],
): Promise<App> => {
  const app = await createApp(name, { stages: stagesOf(weight) });
  await applyRunning(app, ...toWays(app.host));
  return app;
};

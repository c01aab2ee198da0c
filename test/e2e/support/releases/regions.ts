import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { Sandbox } from "../../../../sandbox/cluster/lifecycle/sandbox";
import { startLoad } from "../../../../sandbox/load/load";
import type { Load } from "../../../../sandbox/load/load";
import type { FailureKind } from "../../../../sandbox/load/report";
import type { App } from "../app";
import { copyStack } from "../project";

/** Requests that failed so far, by kind: one that was not answered in time may be this machine's fault. */
export interface Failed {
  readonly all: number;
  readonly kinds: Readonly<Partial<Record<FailureKind, number>>>;
}

/** Failed requests of a load so far. */
export function failedOf(load: Load): Failed {
  const { failed = 0, failuresByKind = {} } = load.snapshot() ?? {};
  return { all: failed, kinds: failuresByKind };
}

/** Another environment of an app's project, with a namespace and a host of its own. */
export interface Region {
  readonly environment: string;
  readonly namespace: string;
  /** Writes its file: that of the app's environment with other keys, each as it is. */
  write(changes?: Readonly<Record<string, object>>): Promise<void>;
  ledger(): Promise<Ledger>;
  image(): Promise<string>;
  /** Its requests that failed so far. */
  failed(): Failed;
  remove(): Promise<void>;
}

/**
 * Makes another environment of an app's project, and sends it requests; nothing is deployed yet.
 * @param sandbox - its cluster, whose context the app's commands know. @default the app's
 */
export async function addRegion(
  app: App,
  environment: string,
  weights: readonly number[],
  sandbox: Sandbox = app.sandbox,
): Promise<Region> {
  const namespace = `t-${environment}`;
  const host = `${environment}.example.org`;
  const file = (name: string): string => path.join(app.folder, `Pulumi.${name}.yaml`);
  const stages = weights.map((weight) => `${environment}-canary-${weight}`);
  const salt = await readFile(file(app.environment), "utf8");
  await copyStack(app.folder, app.environment, [environment, ...stages]);
  for (const stage of stages) await writeFile(file(stage), salt.replace(/^config:[^]*/mu, ""));
  const kubectl = async (...args: string[]): Promise<string> =>
    await app.exec("kubectl", "--context", sandbox.context, "-n", namespace, ...args);
  await kubectl("delete", "namespace", namespace, "--ignore-not-found");
  await kubectl("create", "namespace", namespace);
  const load: Load = startLoad({ address: sandbox.gatewayAddress, host, ratePerSecond: 50 });
  return {
    environment,
    namespace,
    write: async (changes = {}) => {
      const { config } = parse(await readFile(file(app.environment), "utf8")) as {
        config: Record<string, object>;
      };
      const own: Record<string, unknown> = {
        ...config,
        "sluice:cluster": { context: sandbox.context, uid: sandbox.clusterUid },
        "sluice:app": { ...config["sluice:app"], namespace },
        "sluice:traffic": { ...config["sluice:traffic"], hosts: [host], address: sandbox.gatewayAddress },
      };
      for (const [key, value] of Object.entries(changes)) {
        const before = own[`sluice:${key}`];
        own[`sluice:${key}`] = Array.isArray(value) ? value : { ...(before as object), ...value };
      }
      await writeFile(file(environment), stringify({ config: own }));
    },
    ledger: async () =>
      JSON.parse(
        await kubectl("get", "configmap", "sluice-scholarlink", "-o", "jsonpath={.data.ledger\\.json}"),
      ) as Ledger,
    image: async () =>
      await kubectl(
        "get",
        "deployment",
        "scholarlink-stable",
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image}",
      ),
    failed: () => failedOf(load),
    remove: async () => {
      await load.stop();
      await kubectl("delete", "namespace", namespace, "--wait=false");
    },
  };
}

/** Writes the file of a fleet of an app's project. */
export async function writeFleet(
  app: App,
  name: string,
  waves: readonly object[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const config = { "sluice:waves": waves, ...more };
  await writeFile(path.join(app.folder, `Pulumi.${name}.yaml`), stringify({ config }));
}

/** Keys of a region's file with which each of its pods fails after its first minute's requests. */
export const failsLate = (weights: readonly number[]): Readonly<Record<string, object>> => ({
  app: { env: { ERROR_RATIO: "1", ERRORS_AFTER: "60" } },
  stages: weights.map((weight) => ({ weight, soak: "90s" })),
});

/** Failed requests by name of the region. */
type FailedRequests = Readonly<Record<string, Failed>>;

const none: Failed = { all: 0, kinds: {} };

/** Prints seconds since a moment, and how many requests of each region failed since. */
export function tellFigures(
  what: string,
  sinceMs: number,
  before: FailedRequests,
  now: FailedRequests,
): void {
  const lost = Object.entries(now).map(([name, { all, kinds }]) => {
    const { all: earlier, kinds: were } = before[name] ?? none;
    const told = Object.entries(kinds).map(([kind, count]) => [
      kind,
      count - (were[kind as FailureKind] ?? 0),
    ]);
    const words = told.filter(([, count]) => count !== 0).map((one) => one.join(" "));
    return `${name} ${all - earlier}${words.length === 0 ? "" : ` (${words.join(", ")})`}`;
  });
  const seconds = ((Date.now() - sinceMs) / 1000).toFixed(0);
  process.stderr.write(`fleet: ${what} after ${seconds} s; failed requests: ${lost.join(", ")}\n`);
}

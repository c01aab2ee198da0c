import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { startLoad } from "../../../sandbox/load/load";
import type { Load } from "../../../sandbox/load/load";
import type { App } from "./app";
import { copyStack } from "./project";

/** Another environment of an app's project, with a namespace and a host of its own in the same sandbox. */
export interface Region {
  readonly environment: string;
  /** Writes its file: that of the app's environment with other keys, each as it is. */
  write(changes?: Readonly<Record<string, object>>): Promise<void>;
  ledger(): Promise<Ledger>;
  image(): Promise<string>;
  /** Number of its requests that failed so far. */
  failed(): number;
  remove(): Promise<void>;
}

/** Makes another environment of an app's project, and sends it requests; nothing is deployed yet. */
export async function addRegion(app: App, environment: string, weights: readonly number[]): Promise<Region> {
  const namespace = `t-${environment}`;
  const host = `${environment}.example.org`;
  const file = (name: string): string => path.join(app.folder, `Pulumi.${name}.yaml`);
  const stages = weights.map((weight) => `${environment}-canary-${weight}`);
  const salt = await readFile(file(app.environment), "utf8");
  await copyStack(app.folder, app.environment, [environment, ...stages]);
  for (const stage of stages) await writeFile(file(stage), salt.replace(/^config:[^]*/mu, ""));
  const kubectl = async (...args: string[]): Promise<string> =>
    await app.exec("kubectl", "-n", namespace, ...args);
  await kubectl("delete", "namespace", namespace, "--ignore-not-found");
  await kubectl("create", "namespace", namespace);
  const load: Load = startLoad({ address: app.sandbox.gatewayAddress, host, ratePerSecond: 50 });
  return {
    environment,
    write: async (changes = {}) => {
      const { config } = parse(await readFile(file(app.environment), "utf8")) as {
        config: Record<string, object>;
      };
      const own: Record<string, unknown> = {
        ...config,
        "sluice:app": { ...config["sluice:app"], namespace },
        "sluice:traffic": { ...config["sluice:traffic"], hosts: [host] },
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
    failed: () => load.snapshot()?.failed ?? 0,
    remove: async () => {
      await load.stop();
      await kubectl("delete", "namespace", namespace, "--wait=false");
    },
  };
}

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { App } from "../app";

const name = "before";

/** Writes the file of an environment `staging` beside the app's own: an app of the same cluster and namespace. */
export async function writeStaging(app: App): Promise<void> {
  const text = await readFile(path.join(app.folder, `Pulumi.${app.environment}.yaml`), "utf8");
  const { config } = parse(text) as { config: Record<string, Record<string, unknown>> };
  const own = { ...config, "sluice:app": { ...config["sluice:app"], name } };
  await writeFile(path.join(app.folder, "Pulumi.staging.yaml"), stringify({ config: own }));
}

/** Stores the ledger of `staging`: the app's own, as if its last attempt had been promoted there so long ago. */
export async function promoteInStaging(app: App, hoursAgo: number): Promise<void> {
  const { attempt, ...ledger } = await app.ledger();
  const endedAtSeconds = Date.now() / 1000 - hoursAgo * 3600;
  const staging = {
    ...ledger,
    environment: "staging",
    app: name,
    phase: "promoted",
    earlier: [],
    attempt: { ...attempt, endedAtSeconds },
  };
  const text = `--from-literal=ledger.json=${JSON.stringify(staging)}`;
  await app.kubectl("delete", "configmap", `sluice-${name}`, "--ignore-not-found");
  await app.kubectl("create", "configmap", `sluice-${name}`, text);
}

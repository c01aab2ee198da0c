import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileWith } from "../../support/environment";
import type { FakeCluster } from "../../support/fake-cluster/server";
import { ledgerOf } from "../../support/gate";

/**
 * Writes a repository of services with an environment `prod` each. `shop` is promoted, the others are not deployed; the
 * file of environment `staging` cannot be read.
 * @param staged - the service that has `staging`
 */
export function writeServices(
  root: string,
  cluster: FakeCluster,
  names: readonly string[],
  staged: string,
): void {
  for (const name of names) {
    const folder = path.join(root, "services", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${name}\n`);
    const keys = {
      cluster: `{ context: fake, uid: ${cluster.uid} }`,
      app: `{ name: ${name}, namespace: ${name} }`,
    };
    writeFileSync(path.join(folder, "Pulumi.prod.yaml"), fileWith(keys));
  }
  writeFileSync(path.join(root, "services", staged, "Pulumi.staging.yaml"), "config: { sluice:app: {} }\n");
  const ledger = JSON.stringify(ledgerOf({ app: "shop", phase: "promoted" }));
  cluster.put("/api/v1/namespaces/shop/configmaps/sluice-shop", { data: { "ledger.json": ledger } });
}

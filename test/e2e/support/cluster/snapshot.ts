import type { App } from "../app";

/** Everything of ours that a run could touch; the ledger without the reasons that it has told. */
export async function snapshotOf(app: App): Promise<string> {
  const specs = "{range .items[*]}{.kind} {.metadata.name} {.metadata.generation} {.spec}{end}";
  const json = "jsonpath={.data.ledger\\.json}";
  const [objects, ledger] = await Promise.all([
    app.kubectl("get", "deployment,service,httproute,job", "-o", `jsonpath=${specs}`),
    app.kubectl("get", "configmap", "sluice-scholarlink", "--ignore-not-found", "-o", json),
  ]);
  try {
    const { attempt, ...rest } = JSON.parse(ledger) as { attempt?: object };
    return objects + JSON.stringify({ ...rest, attempt: { ...attempt, told: [] } });
  } catch {
    return objects + ledger;
  }
}

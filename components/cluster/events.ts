import { randomBytes } from "node:crypto";
import { hideSecrets } from "../core/report/hide-secrets";
import { objectNames } from "../core/settings";
import type { Cluster } from "./api";
import type { AppPlace } from "./workloads";

/** Kubernetes Event that reports a transition of the ledger. */
export interface LedgerEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** Writes a Kubernetes Event about the ledger; best effort: an Event must never stop a release. */
export async function writeEvent(
  cluster: Cluster,
  place: AppPlace,
  event: LedgerEvent,
  now: Date,
): Promise<void> {
  const name = objectNames(place.app).ledger;
  const at = now.toISOString();
  const body = {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${randomBytes(8).toString("hex")}`, namespace: place.namespace },
    involvedObject: { apiVersion: "v1", kind: "ConfigMap", name, namespace: place.namespace },
    type: event.type,
    reason: event.reason,
    message: hideSecrets(event.message, []).slice(0, 1000),
    source: { component: "sluice" },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
  };
  try {
    await cluster.call("POST", `/api/v1/namespaces/${place.namespace}/events`, { body, timeoutMs: 3000 });
  } catch {
    // The terminal shows it and the ledger keeps it anyway.
  }
}

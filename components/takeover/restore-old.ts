import type { Cluster } from "../cluster/api";
import { jsonPatch } from "../cluster/api";
import type { Ledger } from "../core/ledger/ledger";
import { storedName } from "../core/revision/hash-configuration";
import type { ConfigurationRef, JsonObject } from "../core/revision/revision";
import { RunEnd } from "../core/run-end";
import { fieldManager } from "../core/settings";
import type { Settings } from "../core/settings";
import type { TakeoverRecord } from "../core/takeover/decide-takeover";
import { runs, toPlainTemplate } from "../core/takeover/plain-template";
import { findRevision } from "../revisions/revision-store";
import { oldPath } from "./read-takeover";

interface Live {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: { readonly replicas?: number; readonly template: JsonObject };
}

const plurals = { ConfigMap: "configmaps", Secret: "secrets" } as const;

/** Content of a configuration object that belongs to a revision, under the name that pods know it by. */
async function restoreConfiguration(
  cluster: Cluster,
  { namespace }: Settings,
  ref: ConfigurationRef,
): Promise<void> {
  const folder = `/api/v1/namespaces/${namespace}/${plurals[ref.kind]}`;
  const stored = await cluster.call<JsonObject>("GET", `${folder}/${storedName(ref)}`);
  const { data = {}, binaryData, type } = stored;
  const content = { data, ...(binaryData === undefined ? {} : { binaryData }) };
  const query = `fieldManager=${fieldManager}`;
  if ((await cluster.find(`${folder}/${ref.name}`)) === undefined) {
    const body = {
      apiVersion: "v1",
      kind: ref.kind,
      metadata: { name: ref.name, namespace },
      ...(type === undefined ? {} : { type }),
      ...content,
    };
    await cluster.call("POST", `${folder}?${query}`, { body });
    return;
  }
  await cluster.call("PATCH", `${folder}/${ref.name}?${query}`, {
    contentType: jsonPatch,
    body: Object.entries(content).map(([field, value]) => ({ op: "add", path: `/${field}`, value })),
  });
}

/**
 * Lets the Deployment of before run what stable runs by now, while it has no pods; after no release it is left as it was.
 * @throws {RunEnd} `refused` where it has pods of another version
 */
export async function restoreOld(
  cluster: Cluster,
  settings: Settings,
  ledger: Ledger,
  { deployment }: TakeoverRecord,
): Promise<void> {
  const promoted = ledger.promoted.at(-1);
  if (promoted === undefined || ledger.promoted.length < 2) return;
  const path = oldPath(settings, deployment);
  const live = await cluster.find<Live>(path);
  const refuse = (text: string, fix: string): RunEnd =>
    new RunEnd("refused", { text: `Cannot eject "${settings.app}": ${text}; nothing was changed`, fix });
  if (live === undefined)
    throw refuse(
      `Deployment ${deployment} must be there: got none`,
      "create it again with 0 replicas; its template is written by the same command",
    );
  if ((live.spec.replicas ?? 1) > 0) {
    if (runs(live.spec.template, promoted.image)) return;
    throw refuse(
      `Deployment ${deployment} must have no pods, or those of ${promoted.image}: got another version`,
      "whoever started them lets it have 0 replicas again",
    );
  }
  const known =
    promoted.revision === undefined ? undefined : await findRevision(cluster, settings, promoted.revision);
  if (known === undefined)
    throw refuse(
      `stable's revision ${promoted.revision ?? "without a name"} must be stored: got none`,
      "restore its ControllerRevision from a backup",
    );
  for (const ref of known.revision.configuration) await restoreConfiguration(cluster, settings, ref);
  const value = toPlainTemplate(known.revision.template, live.spec.template);
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: [
      { op: "test", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
      { op: "replace", path: "/spec/template", value },
    ],
  });
}

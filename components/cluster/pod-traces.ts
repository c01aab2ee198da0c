import { ApiError } from "./api-error";
import type { Cluster } from "./api";
import { deploymentPath } from "./workloads";
import { kubectl } from "../core/access/kubectl";
import { asObject, asObjects, asText, at } from "../core/json";
import { hideSecrets } from "../core/report/hide-secrets";
import { describeEvents } from "../core/report/describe-events";
import { listLiterals, spellSecret } from "../core/report/secret-values";
import type { PodLog, PodTraces } from "../core/report/report";
import type { JsonObject } from "../core/revision/revision";
import { objectNames, trackLabels } from "../core/settings";
import type { Settings } from "../core/settings";
import { listReferences } from "../core/workload/from/take/references";
import type { ObjectEvent } from "../core/workload/explain-events";

const [mostPods, mostLines, mostBytes] = [3, 60, 65_536];

const timeoutMs = 5000;

/** Place of the pods. */
export interface TracesContext {
  readonly cluster: Cluster;
  readonly settings: Pick<Settings, "app" | "namespace" | "cluster">;
}

interface Known {
  /** Values that are hidden. */
  readonly secrets: readonly string[];
  /** Secrets whose values are not known, so that they cannot be hidden. */
  readonly unread: readonly string[];
}

/** Values of the Secrets that the pods use; they are only looked for in output, and never leave the process. */
async function readSecrets(cluster: Cluster, namespace: string, names: readonly string[]) {
  const unread: string[] = [];
  const values = await Promise.all(
    names.map(async (name): Promise<readonly string[]> => {
      try {
        const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
        const secret = await cluster.find<{ data?: Record<string, string> }>(path, { timeoutMs });
        return Object.values(secret?.data ?? {}).flatMap((packed) => [
          packed,
          ...spellSecret(Buffer.from(packed, "base64").toString("utf8")),
        ]);
      } catch {
        unread.push(name);
        return [];
      }
    }),
  );
  return { values: values.flat(), unread };
}

async function learnSecrets(
  { cluster, settings }: TracesContext,
  templates: readonly JsonObject[],
): Promise<Known> {
  const names = templates.flatMap((template) =>
    listReferences(template).flatMap(({ kind, name }) => (kind === "Secret" ? [name] : [])),
  );
  const { values, unread } = await readSecrets(cluster, settings.namespace, [...new Set(names)]);
  return { secrets: [...values, ...templates.flatMap(listLiterals)], unread };
}

async function readLog(
  { cluster, settings }: TracesContext,
  pod: string,
  container: string,
): Promise<string> {
  const query = `container=${container}&tailLines=${mostLines}&limitBytes=${mostBytes}`;
  const path = `/api/v1/namespaces/${settings.namespace}/pods/${pod}/log?${query}`;
  const { status, body } = await cluster.raw("GET", path, { timeoutMs });
  if (status !== 200) throw new ApiError(status, "Unread", `logs of ${pod}: HTTP ${status}`);
  return body;
}

async function readLogs(
  context: TracesContext,
  pods: readonly JsonObject[],
  { secrets, unread }: Known,
): Promise<Pick<PodTraces, "logs" | "missing">> {
  const { settings } = context;
  const line = `-n ${settings.namespace} logs deployment/${objectNames(settings.app).canary} --all-containers`;
  const byHand = kubectl(settings.cluster, line);
  if (pods.length === 0)
    return { logs: [], missing: ["the canary has no pod any more, so there are no logs"] };
  if (unread.length > 0) {
    const which = `Secret ${unread.join(", ")} may not be read`;
    return {
      logs: [],
      missing: [`the logs, because ${which} and its values could not be hidden: ${byHand}`],
    };
  }
  const missing: string[] = [];
  const wanted = pods.slice(0, mostPods).flatMap((pod) =>
    asObjects(at(pod, "spec", "containers")).map((container) => ({
      pod: asText(at(pod, "metadata", "name")) ?? "",
      container: asText(container["name"]) ?? "",
    })),
  );
  const logs = await Promise.all(
    wanted.map(async ({ pod, container }): Promise<readonly PodLog[]> => {
      try {
        const text = await readLog(context, pod, container);
        const lines = text.trimEnd().split("\n");
        return [{ pod, container, lines: lines.map((one) => hideSecrets(one, secrets)) }];
      } catch (error) {
        missing.push(`the logs of ${container} in ${pod}: ${(error as Error).message}`);
        return [];
      }
    }),
  );
  return { logs: logs.flat(), missing };
}

/** Events and output of the canary's pods, as far as they are left and may be read; without secret values. */
export async function readTraces(context: TracesContext): Promise<PodTraces> {
  const { cluster, settings } = context;
  const { app, namespace } = settings;
  const selector = Object.entries(trackLabels(app, "canary"))
    .map(([label, value]) => `${label}=${value}`)
    .join(",");
  const problems: string[] = [];
  const ask = async (what: string, path: string): Promise<JsonObject> =>
    asObject(
      await cluster.find<JsonObject>(path, { timeoutMs }).catch((error: Error) => {
        problems.push(`${what}: ${error.message}`);
        return undefined;
      }),
    );
  const base = `/api/v1/namespaces/${namespace}`;
  const [events, pods, deployment] = await Promise.all([
    ask("the Events", `${base}/events`),
    ask("the pods", `${base}/pods?labelSelector=${encodeURIComponent(selector)}`),
    ask("the canary's template", deploymentPath(settings, "canary")),
  ]);
  const items = asObjects(pods["items"]);
  const template = asObject(at(deployment, "spec", "template"));
  const known = await learnSecrets(context, [...items, template]);
  const { logs, missing } = await readLogs(context, items, known);
  const name = objectNames(app).canary;
  const told = describeEvents(asObjects(events["items"]) as unknown as readonly ObjectEvent[], name);
  return {
    events: told.map((one) => hideSecrets(one, known.secrets)),
    logs,
    missing: [...problems, ...missing],
  };
}

import { mergePatch } from "../cluster/api";
import type { Cluster } from "../cluster/api";
import type { FlagdPlace } from "../core/flags/flag";
import type { FlagdAnswer } from "../core/flags/judge-flag-gate";
import { fieldManager } from "../core/settings";
import { mayServe } from "../core/workload/pod";
import type { Pod } from "../core/workload/pod";

/** Annotation of the pods of flagd: its change makes their kubelet look at mounted ConfigMaps at once. */
const nudgeAnnotation = "sluice.dev/flags-written";

/** Longest time of one question, milliseconds. */
const timeoutMs = 2000;

/** User whose variant is asked for: a key that no user has. */
const askedBy = { context: { targetingKey: "sluice" } };

interface Evaluation {
  readonly variant?: unknown;
  readonly errorCode?: unknown;
  readonly metadata?: { readonly epoch?: unknown };
}

/** Names of the pods of flagd that serve. */
export async function listFlagd(
  cluster: Cluster,
  namespace: string,
  { selector }: FlagdPlace,
): Promise<readonly string[]> {
  const terms = Object.entries(selector).map(([label, value]) => `${label}=${value}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(terms.join(","))}`;
  const { items } = await cluster.call<{ readonly items: readonly Pod[] }>("GET", path, { timeoutMs });
  return items.filter(mayServe).map(({ metadata }) => metadata.name);
}

/**
 * Makes the kubelets of these pods look at the ConfigMap now, and not at their next round (about a minute). Best effort:
 * without it the write is in force a little later.
 * @returns the obstacle to it, once; undefined where all were reached
 */
export async function nudgeFlagd(
  cluster: Cluster,
  namespace: string,
  pods: readonly string[],
  resourceVersion: string,
): Promise<string | undefined> {
  const body = { metadata: { annotations: { [nudgeAnnotation]: resourceVersion } } };
  const failed = await Promise.all(
    pods.map(async (pod) => {
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}?fieldManager=${fieldManager}`;
      try {
        await cluster.call("PATCH", path, { body, contentType: mergePatch, timeoutMs });
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    }),
  );
  return failed.find((problem) => problem !== undefined);
}

function readEvaluation(
  pod: string,
  name: string,
  { status, body }: { status: number; body: string },
): FlagdAnswer {
  let read: Evaluation;
  try {
    read = JSON.parse(body) as Evaluation;
  } catch {
    return { pod, problem: `answered ${status} and no JSON` };
  }
  if (status !== 200) {
    const code = typeof read.errorCode === "string" ? read.errorCode : `status ${status}`;
    return { pod, problem: `${code} for flag "${name}"` };
  }
  const { variant, metadata } = read;
  return {
    pod,
    ...(typeof metadata?.epoch === "number" ? { epoch: metadata.epoch } : {}),
    ...(typeof variant === "string" ? { variant } : {}),
  };
}

/** Asks every flagd for one flag by OFREP, through the API server: what each has in force, and for a user without a share. */
export async function askFlagd(
  cluster: Cluster,
  namespace: string,
  { port }: FlagdPlace,
  pods: readonly string[],
  name: string,
): Promise<readonly FlagdAnswer[]> {
  return await Promise.all(
    pods.map(async (pod): Promise<FlagdAnswer> => {
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy/ofrep/v1/evaluate/flags/${encodeURIComponent(name)}`;
      try {
        return readEvaluation(
          pod,
          name,
          await cluster.raw("POST", path, { body: askedBy, timeoutMs, accept: "*/*" }),
        );
      } catch (error) {
        return { pod, problem: (error as Error).message };
      }
    }),
  );
}

/** Asks every flagd; undefined where nobody said which pods those are. */
export async function readAnswers(
  cluster: Cluster,
  namespace: string,
  flagd: FlagdPlace | undefined,
  name: string,
): Promise<readonly FlagdAnswer[] | undefined> {
  if (flagd === undefined) return undefined;
  try {
    const pods = await listFlagd(cluster, namespace, flagd);
    return await askFlagd(cluster, namespace, flagd, pods, name);
  } catch (error) {
    return [{ pod: "flagd", problem: (error as Error).message }];
  }
}

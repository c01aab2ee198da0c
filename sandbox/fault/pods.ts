import type { CallApi } from "./api-access";
import { FaultError } from "./fault";

/** Pods of the example app that are meant. */
export interface FaultTarget {
  /** @default "prod" */
  readonly namespace?: string;
  /** Label app.kubernetes.io/name. @default "scholarlink" */
  readonly app?: string;
  /** @default - both */
  readonly track?: "stable" | "canary";
  /** Only pods that report this version, for example "v3". @default - any */
  readonly version?: string;
  /** Name of one pod. @default - all of them */
  readonly pod?: string;
}

/** A running pod. */
export interface FaultPod {
  readonly namespace: string;
  readonly name: string;
  readonly track: string;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly deletionTimestamp?: string;
    };
    readonly status?: { readonly phase?: string };
  }[];
}

/** The target in words, for example `"scholarlink" in namespace "prod", track canary`. */
export function describeTarget(target: FaultTarget): string {
  const parts = [`"${target.app ?? "scholarlink"}" in namespace "${target.namespace ?? "prod"}"`];
  if (target.track) parts.push(`track ${target.track}`);
  if (target.version) parts.push(`version ${target.version}`);
  if (target.pod) parts.push(`pod ${target.pod}`);
  return parts.join(", ");
}

/**
 * Lists running pods of the app and track, leaving out those being deleted.
 * @throws {FaultError} when the API server refuses
 */
export async function listPods(call: CallApi, target: FaultTarget): Promise<FaultPod[]> {
  const namespace = target.namespace ?? "prod";
  const labels = [`app.kubernetes.io/name=${target.app ?? "scholarlink"}`];
  if (target.track) labels.push(`sluice.dev/track=${target.track}`);
  const query = new URLSearchParams({ labelSelector: labels.join(",") });
  const answer = await call(
    "GET",
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?${query.toString()}`,
  );
  if (answer.status !== 200) {
    throw new FaultError(
      `Cannot list pods of ${describeTarget(target)}: the API server must answer 200: got ${answer.status} ${answer.text.slice(0, 300)}`,
    );
  }
  return (JSON.parse(answer.text) as PodList).items
    .filter((pod) => pod.status?.phase === "Running" && pod.metadata.deletionTimestamp === undefined)
    .filter(({ metadata }) => target.pod === undefined || metadata.name === target.pod)
    .map(({ metadata }) => ({
      namespace,
      name: metadata.name,
      track: metadata.labels?.["sluice.dev/track"] ?? "",
    }));
}

import type { Cluster } from "./api";
import { ApiError } from "./api-error";

/** One run of a container of a pod. */
export interface ContainerRun {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** It is the run before the present one. */
  readonly isPrevious: boolean;
}

/** Part of a log that is asked for. */
export interface LogPart {
  /** Lines from here on, seconds since the epoch. @default - from the beginning of the file that is kept */
  readonly sinceSeconds?: number;
  /** Longest answer, bytes: the rest is left out at its end. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lines of a container with their times, as the API server has them: those of the file that its kubelet keeps open.
 * @throws {ApiError} where they may not or cannot be read
 */
export async function readPodLog(
  cluster: Pick<Cluster, "raw">,
  { namespace, pod, container, isPrevious }: ContainerRun,
  { sinceSeconds, maxBytes, signal }: LogPart,
): Promise<string> {
  const query = new URLSearchParams({ container, timestamps: "true", limitBytes: String(maxBytes) });
  if (isPrevious) query.set("previous", "true");
  if (sinceSeconds !== undefined) {
    const at = new Date(Math.floor(sinceSeconds) * 1000);
    query.set("sinceTime", at.toISOString().replace(".000Z", "Z"));
  }
  const { status, body } = await cluster.raw(
    "GET",
    `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query.toString()}`,
    // Time is short: the next tick asks again.
    { timeoutMs: 5000, maxBytes: 2 * maxBytes, ...(signal === undefined ? {} : { signal }) },
  );
  if (status === 200) return body;
  throw new ApiError(status, `HTTP ${status}`, `log of ${pod}/${container}: HTTP ${status}`);
}

import { randomUUID } from "node:crypto";
import { ApiError } from "../cluster/api-error";
import { readPods } from "../cluster/pods";
import { judgeObject, judgeReports } from "../core/checks/judge-cluster";
import { judgeLogs } from "../core/checks/judge-others";
import type { CheckOutcome, ObjectQuestion, PlannedCheck, Question } from "../core/checks/spec";
import type { JsonObject } from "../core/revision/revision";
import type { Track } from "../core/track";
import { listRunning } from "../core/workload/pod";
import { redact } from "../http/redact";
import { findRule, noRule } from "./ask-requests";
import { mostBytes, unknown } from "./check-context";
import type { CheckContext } from "./check-context";
import { openPublic } from "./send-public";

type Of<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
  }[];
}

const rootOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;

/** Asks for an object by its kind, which the API server says the path of. */
export async function askObject(context: CheckContext, question: ObjectQuestion): Promise<CheckOutcome> {
  const { cluster, settings, nowSeconds } = context;
  const { apiVersion, of: kind, name, namespace = settings.namespace } = question;
  try {
    const root = rootOf(apiVersion);
    const served = await cluster.find<ResourceList>(root);
    const found = served?.resources.find((one) => one.kind === kind && !one.name.includes("/"));
    if (found === undefined) return unknown(`no kind ${kind} of ${apiVersion} in the cluster`);
    const folder = found.namespaced ? `${root}/namespaces/${namespace}` : root;
    const object = await cluster.find<JsonObject>(`${folder}/${found.name}/${name}`);
    return judgeObject(question, object, nowSeconds);
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}

/** Groups of policy reports, the newer one first. */
const reportPaths = [
  ["openreports.io/v1alpha1", "reports"],
  ["wgpolicyk8s.io/v1alpha2", "policyreports"],
] as const;

/** Asks for the policy reports of the app's namespace. */
export async function askPolicy(
  { cluster, settings }: CheckContext,
  question: Of<"policy">,
  track: Track,
): Promise<CheckOutcome> {
  try {
    const lists = await Promise.all(
      reportPaths.map(
        async ([group, resource]) =>
          await cluster.find<{ readonly items: readonly JsonObject[] }>(
            `/apis/${group}/namespaces/${settings.namespace}/${resource}`,
          ),
      ),
    );
    if (lists.every((list) => list === undefined)) return unknown("no policy reports in the cluster");
    const reports = lists.flatMap((list) => list?.items ?? []);
    return judgeReports(question, reports, settings.app, track);
  } catch (error) {
    return unknown(redact((error as Error).message));
  }
}

/** Between two looks at the logs, milliseconds. */
const lookEveryMs = 250;

/** Sends a secret in a request, and looks for it in the logs of the track's pods. */
export async function askLogs(
  context: CheckContext,
  { spec }: PlannedCheck,
  { path, trace }: Of<"logs">,
  track: Track,
): Promise<CheckOutcome> {
  const { settings } = context;
  const rule = findRule(context, track);
  if (rule === undefined) return unknown(noRule);
  const marks = { secret: `sluice-secret-${randomUUID()}`, trace: `sluice-trace-${randomUUID()}` };
  try {
    const separator = path.includes("?") ? "&" : "?";
    // A secret in the address is logged by most who log one.
    const send = openPublic(settings, `${path}${separator}token=${marks.secret}`, spec.timeoutMs);
    const headers = { authorization: `Bearer ${marks.secret}`, [trace]: marks.trace };
    await send({ method: "GET", headers, rule });
    const until = performance.now() + spec.timeoutMs;
    for (;;) {
      const outcome = judgeLogs(await readLogs(context, track), marks);
      if (outcome.result !== "unknown" || performance.now() >= until) return outcome;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  } catch (error) {
    return unknown(redact((error as Error).message, [marks.secret]));
  }
}

async function readLogs({ cluster, settings }: CheckContext, track: Track): Promise<readonly string[]> {
  const pods = await readPods(cluster, settings, track);
  // A sidecar sees the request, too, and writes a log of its own.
  const runs = pods.flatMap((pod) =>
    listRunning(pod).map((container) => ({ name: pod.metadata.name, container })),
  );
  return await Promise.all(
    runs.map(async ({ name, container }) => {
      const query = `container=${container}&sinceSeconds=60&limitBytes=${mostBytes}`;
      const path = `/api/v1/namespaces/${settings.namespace}/pods/${name}/log?${query}`;
      const { status, body } = await cluster.raw("GET", path);
      if (status !== 200)
        throw new ApiError(status, `HTTP ${status}`, `no log of ${name}/${container}: HTTP ${status}`);
      return body;
    }),
  );
}

import { type CallApi, type KubeconfigPlace, openApi } from "./api-access";
import { checkFault, type Fault, FaultError } from "./fault";
import { describeTarget, type FaultPod, type FaultTarget, listPods } from "./pods";

/** Answer of one pod to a fault. */
export interface FaultOutcome {
  readonly pod: string;
  readonly track: string;
  /** Version that the pod reports; "" when it did not answer. */
  readonly version: string;
  /** Whether the fault is in force in this pod. */
  readonly took: boolean;
  /** Reason why not. */
  readonly detail?: string;
}

const ADMIN_PORT = 9090;

const callAdmin = (call: CallApi, pod: FaultPod, method: string, body?: Fault) => {
  const { namespace, name } = pod;
  const target = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${name}:${ADMIN_PORT}/proxy/faults`;
  return call(method, target, body);
};

/** The sentence in an answer of the API server or of the app, else the answer itself. */
const readReason = (text: string): string => {
  try {
    const { message, error } = JSON.parse(text) as { message?: string; error?: string };
    return message ?? error ?? text;
  } catch {
    return text.trim().slice(0, 300);
  }
};

const tell = async (call: CallApi, pod: FaultPod, fault: Fault | undefined): Promise<FaultOutcome> => {
  const known = { pod: pod.name, track: pod.track };
  try {
    const answer = await callAdmin(call, pod, fault ? "PUT" : "DELETE", fault);
    const version = String(answer.headers["x-scholarlink-version"] ?? "");
    if (answer.status === 200) return { ...known, version, took: true };
    return { ...known, version, took: false, detail: `${answer.status} ${readReason(answer.text)}` };
  } catch (error) {
    return { ...known, version: "", took: false, detail: (error as Error).message };
  }
};

const runsVersion = async (call: CallApi, pod: FaultPod, version: string): Promise<boolean> => {
  const answer = await callAdmin(call, pod, "GET").catch(() => undefined);
  return answer?.headers["x-scholarlink-version"] === version;
};

const tellAll = async (
  place: KubeconfigPlace,
  target: FaultTarget,
  fault: Fault | undefined,
): Promise<FaultOutcome[]> => {
  const { call, close } = await openApi(place);
  try {
    const pods = await listPods(call, target);
    const { version } = target;
    const chosen = version
      ? await Promise.all(pods.map(async (pod) => ((await runsVersion(call, pod, version)) ? [pod] : [])))
      : pods.map((pod) => [pod]);
    if (chosen.flat().length === 0) {
      const verb = fault ? "set a fault on" : "clear faults of";
      throw new FaultError(
        `Cannot ${verb} ${describeTarget(target)}: at least one pod must be running: got none`,
      );
    }
    return await Promise.all(chosen.flat().map((pod) => tell(call, pod, fault)));
  } finally {
    close();
  }
};

/**
 * Makes pods of the example app misbehave from now on, replacing earlier faults. It reaches them through the API
 * server, so it needs neither the gateway nor a path to pods. A pod that starts later is not affected.
 * @param place - a sandbox, or any kubeconfig
 * @throws {FaultError} when the fault is out of bounds, or no pod matches
 * @example await setFault(sandbox, { track: "canary" }, { errorRatio: 1 });
 */
export async function setFault(
  place: KubeconfigPlace,
  target: FaultTarget,
  fault: Fault,
): Promise<FaultOutcome[]> {
  const issues = checkFault(fault);
  if (issues.length > 0) {
    throw new FaultError(`Cannot set a fault on ${describeTarget(target)}: ${issues.join("; ")}`);
  }
  return tellAll(place, target, fault);
}

/**
 * Ends the faults of {@link setFault}; misbehaviour built into an image stays.
 * @throws {FaultError} when no pod matches
 */
export async function clearFaults(place: KubeconfigPlace, target: FaultTarget): Promise<FaultOutcome[]> {
  return tellAll(place, target, undefined);
}

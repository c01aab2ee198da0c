import { jsonPatch } from "../cluster/api";
import { RunEnd } from "../core/run-end";
import { fieldManager, objectNames } from "../core/settings";
import type { TakeoverRecord } from "../core/takeover/decide-takeover";
import { readScaler } from "../core/takeover/scalers";
import { waitFor, WaitTimeoutError } from "../traffic/wait";
import type { TakeoverSession } from "./act-takeover";

type TurningSession = Pick<TakeoverSession, "cluster" | "settings" | "say" | "interrupted">;

interface Turned {
  readonly spec: { readonly scaleTargetRef: { readonly name: string } };
  /** Of a ScaledObject: the autoscaler that KEDA made of it. */
  readonly status?: { readonly hpaName?: string };
}

/** Longest wait for KEDA to follow its ScaledObject, seconds: it does at once where it runs. */
const longestSeconds = 60;

/**
 * Waits until the autoscaler that KEDA made of a ScaledObject scales its new target: until then it would start pods of the
 * other one again.
 * @throws {RunEnd} `refused` where KEDA does not follow
 */
async function waitForKeda(
  { cluster, settings, interrupted }: TurningSession,
  written: string,
  { name: hpa, target }: { readonly name: string; readonly target: string },
): Promise<void> {
  const { folder } = readScaler(hpa, settings.namespace);
  try {
    await waitFor<true>(
      async () => {
        const found = await cluster.find<Turned>(`${folder}/${hpa}`);
        const now = found?.spec.scaleTargetRef.name ?? "none";
        return now === target ? { done: true } : { missing: now };
      },
      { timeoutSeconds: longestSeconds, everyMs: 300, signal: interrupted },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw new RunEnd("refused", {
      text: `Cannot turn ${written} of "${settings.app}": HorizontalPodAutoscaler ${hpa} must scale ${target} within ${longestSeconds} s: got ${error.message}`,
      fix: "see that KEDA's operator runs, then run the same command again; what serves goes on serving",
    });
  }
}

/**
 * Lets autoscalers scale stable in place of what ran before, or that again: with two of them whose selectors fit the same
 * pods Kubernetes scales neither. One that is gone, or that scales something else by now, is left.
 * @returns whether KEDA may have started pods of what it scaled before
 */
export async function turnScalers(
  session: TurningSession,
  { deployment, scalers = [] }: TakeoverRecord,
  to: "stable" | "old",
): Promise<boolean> {
  const { cluster, settings, say } = session;
  const { stable } = objectNames(settings.app);
  const [from, target] = to === "stable" ? [deployment, stable] : [stable, deployment];
  let isByKeda = false;
  for (const written of scalers) {
    const { kind, name, folder } = readScaler(written, settings.namespace);
    const path = `${folder}/${name}`;
    // One that is there under another version still scales.
    const found = await cluster.find<Turned>(path, { demandServed: true });
    const now = found?.spec.scaleTargetRef.name;
    if (now === from) {
      await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
        contentType: jsonPatch,
        body: [
          { op: "test", path: "/spec/scaleTargetRef/name", value: from },
          { op: "replace", path: "/spec/scaleTargetRef/name", value: target },
        ],
      });
      say(`${kind} ${name} scales ${target}`);
    }
    const hpa = found?.status?.hpaName;
    if (kind !== "ScaledObject" || hpa === undefined || (now !== from && now !== target)) continue;
    await waitForKeda(session, written, { name: hpa, target });
    isByKeda = true;
  }
  return isByKeda;
}

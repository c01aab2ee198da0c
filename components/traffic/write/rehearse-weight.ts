import type { Cluster } from "../../cluster/api";
import { jsonPatch } from "../../cluster/api";
import { ApiError, isConflict } from "../../cluster/api-error";
import { findLost } from "../../core/routers/find-lost";
import type { RouterObject } from "../../core/routers/routed-kind";
import type { RouteView } from "../../core/routers/router";
import { routerOf } from "../../core/routers/routers";
import { RunEnd } from "../../core/run-end";
import { fieldManager } from "../../core/settings";
import type { Settings } from "../../core/settings";
import { describeWeight } from "../../core/stage/exposure";
import { persist } from "../persist";
import type { RaisedWeight } from "./write-route";

/** Context of rehearsing. */
export interface RehearseContext {
  readonly settings: Settings;
  readonly cluster: Cluster;
  say(text: string, severity?: "info" | "warning"): void;
}

/** Longest wait for an API server that is away, seconds: after that the gate's evidence is no longer fresh. */
const patienceSeconds = 15;

/** An admission webhook with side effects cannot be asked without them; the write itself asks it. */
const cannotRehearse = /does not support dry run|dryRun/i;

/**
 * Sends a raise as a dry run: nothing is announced that the API server would refuse, or of which it would drop a part.
 * @throws {RunEnd} `refused` with who refuses, or the fields that do not come back
 */
export async function rehearseWeight(
  { settings, cluster, say }: RehearseContext,
  view: RouteView,
  change: RaisedWeight,
): Promise<void> {
  const router = routerOf(settings);
  const body = router.renderWeight(view, settings, { ...change, guard: "exact" });
  const path = `${router.path(settings)}?fieldManager=${fieldManager}&dryRun=All`;
  const what = `Cannot shift traffic to "${settings.app}": the write of ${describeWeight(change.weight)} must be taken whole`;
  let returned: RouterObject;
  try {
    returned = await persist(
      async () => await cluster.call<RouterObject>("PATCH", path, { body, contentType: jsonPatch }),
      (error) => say(`the raise is not tried yet: ${error.message}`, "warning"),
      patienceSeconds,
    );
  } catch (error) {
    // The write itself names the other writer.
    if (isConflict(error)) return;
    if (!(error instanceof ApiError)) throw error;
    if (cannotRehearse.test(error.message)) {
      say(`the raise was not tried before: ${error.message}`, "warning");
      return;
    }
    throw new RunEnd(
      "refused",
      `${what}: got a refusal in a dry run: ${error.message}; weight was not changed`,
      {
        cause: error,
      },
    );
  }
  const lost = findLost(body, returned);
  if (lost.length === 0) return;
  throw new RunEnd("refused", {
    text: `${what}: got back without ${lost.join(", ")}; weight was not changed`,
    fix: "mend the definition of the kind, which lacks these fields, or the admission webhook that takes them out",
  });
}

import { jsonPatch } from "../cluster/api";
import { findService, patchService } from "../cluster/services";
import { fieldManager } from "../core/settings";
import type { TakeoverAct, TakeoverFacts } from "../core/takeover/decide-takeover";
import { selectorOf } from "../core/takeover/selectors";
import { servicesTurned } from "../core/takeover/takeover-transition";
import type { Session } from "../session/session";
import { deploymentOf, readLead } from "./read-takeover";

/** Session of a takeover, or of its undoing. */
export type TakeoverSession = Pick<
  Session,
  "cluster" | "settings" | "store" | "commit" | "say" | "progress" | "now" | "interrupted"
>;

/** Writes the selectors, each guarded by the one that was read. */
async function turn(
  { cluster, settings, commit, say }: TakeoverSession,
  { record }: TakeoverFacts,
  to: "stable" | "theirs",
): Promise<void> {
  // A note of an earlier turn would let pods go before these requests have ended.
  await commit((ledger) => servicesTurned(ledger, undefined));
  for (const [name, theirs] of Object.entries(record.selectors)) {
    const service = await findService(cluster, settings, name);
    const live = service?.spec.selector;
    const now = readLead(service, settings, record, name);
    if (live === undefined || now === to || now === "other") continue;
    await patchService(cluster, settings, name, [
      { op: "test", path: "/spec/selector", value: live },
      { op: "replace", path: "/spec/selector", value: selectorOf(to, theirs, settings.app) },
    ]);
    say(
      `Service ${name} leads to ${to === "stable" ? "stable alone" : `the pods of ${record.deployment} again`}`,
    );
  }
}

/** Carries one act out; it may be lost or repeated. */
export async function actOnTakeover(
  session: TakeoverSession,
  facts: TakeoverFacts,
  act: TakeoverAct,
): Promise<void> {
  const { cluster, settings, commit, say } = session;
  const { record } = facts;
  if (act.kind === "turn") return await turn(session, facts, act.to);
  if (act.kind === "note") {
    await commit((ledger, nowSeconds) => servicesTurned(ledger, nowSeconds));
    return;
  }
  if (act.kind !== "scale") return;
  const { name, path } = deploymentOf(act.side, settings, record);
  await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
    contentType: jsonPatch,
    body: [
      { op: "test", path: "/spec/replicas", value: facts[act.side].replicas },
      { op: "replace", path: "/spec/replicas", value: act.replicas },
    ],
  });
  say(`Deployment ${name}: ${facts[act.side].replicas} → ${act.replicas} pods`);
}

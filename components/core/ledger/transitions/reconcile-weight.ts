import { describeWriter, explainWayOut } from "../../gitops/explain-writer";
import { describeWeight } from "../../stage/exposure";
import { compareEpochs } from "../../routers/epoch";
import type { Ledger } from "../ledger";
import { writtenWeight } from "../../live";
import type { LiveRoute } from "../../live";
import type { Problem } from "../../problem";
import { describeForeign } from "../../routers/foreign-rules";
import type { Transition } from "../transition";
import { confirmMove, intentDropped, zeroWritten } from "./weight-transition";

/** Change of the traffic by another writer, or another way to the canary. */
export interface Drift extends Problem {
  readonly fix: string;
}

/** Relation of the ledger's weight to the live route's. */
export type Reconciliation =
  /** Weight and epoch are the same, no write is pending. */
  | { readonly kind: "same" }
  /** The route shows what the ledger does not know yet: write this ledger, under the lock; drift is left after it. */
  | ({ readonly kind: "adopt"; readonly what: Adopted; readonly drift?: Drift } & Transition)
  | ({ readonly kind: "drift" } & Drift);

/**
 * Kind of adopted write: an announced write that `moved` the route or was `not-written`; a `zero` by another command of
 * Sluice; a route that the engine `recreated` after it had been deleted; a route that was `fenced` when its lock was
 * taken.
 */
export type Adopted = "moved" | "not-written" | "zero" | "recreated" | "fenced";

/**
 * Compares the ledger with the live route. After a crash or an abort the route is ahead of the ledger, which adopts it;
 * any other difference comes from another writer, and so does a foreign rule that reaches the canary.
 */
export function reconcileWeight(ledger: Ledger, live: LiveRoute, nowSeconds: number): Reconciliation {
  const found = reconcileWritten(ledger, { ...live, weight: writtenWeight(live) }, nowSeconds);
  const others = findOthers(ledger, live);
  if (others === undefined) return found;
  switch (found.kind) {
    case "same":
      return { kind: "drift", ...others };
    case "adopt":
      return { ...found, drift: others };
    case "drift":
      return {
        kind: "drift",
        text: `${found.text}; ${others.text}`,
        fix: `${found.fix}; ${others.fix}`,
      };
  }
}

/** Ways to the canary that no weight governs, or that could not be looked for. */
function findOthers({ environment }: Ledger, { foreign, unseen = [] }: LiveRoute): Drift | undefined {
  const rules = foreign?.rules ?? [];
  if (rules.length > 0) {
    const away = rules.some(({ own }) => own)
      ? [`\`sluice abort ${environment}\` takes it out of the route`]
      : [];
    const commands = rules.map(({ command }) => `${command} sends its requests to stable`);
    return {
      text: `no rule of others may reach the canary: got ${rules.map(describeForeign).join("; ")}`,
      fix: [...commands, ...away].join("; or "),
    };
  }
  return unseen.length === 0
    ? undefined
    : {
        text: `rules of others that reach the canary must be found: got no right to list ${unseen.join(", ")}`,
        fix: "docs/reference/rights.md lists the rules of each role",
      };
}

function reconcileWritten(ledger: Ledger, live: LiveRoute, nowSeconds: number): Reconciliation {
  return live.fencedFrom === undefined || live.epoch === ledger.epoch
    ? compare(ledger, live, nowSeconds)
    : reconcileFenced(ledger, live, live.fencedFrom, nowSeconds);
}

/**
 * Fences moved no traffic: the epoch before them that the ledger knows is compared, else the oldest, and the last one's
 * own is adopted.
 */
function reconcileFenced(
  ledger: Ledger,
  live: LiveRoute,
  before: readonly string[],
  nowSeconds: number,
): Reconciliation {
  const known = before.find((one) => one === ledger.epoch || one === ledger.intent?.epoch);
  const epoch = known ?? (before.at(-1) as string);
  const found = compare(ledger, { ...live, epoch }, nowSeconds);
  if (found.kind === "drift") return found;
  if (found.kind === "adopt") return { ...found, ledger: { ...found.ledger, epoch: live.epoch } };
  const message = `The route at ${describeWeight(ledger.weight)} was fenced: its lock was taken from a holder that was not heard of`;
  return {
    kind: "adopt",
    what: "fenced",
    ledger: { ...ledger, epoch: live.epoch },
    event: { type: "Warning", reason: "RouteFenced", message },
  };
}

function compare(ledger: Ledger, live: LiveRoute, nowSeconds: number): Reconciliation {
  const { intent } = ledger;
  const unchanged = live.weight === ledger.weight && live.epoch === ledger.epoch;
  if (intent !== undefined && live.weight === intent.to && live.epoch === intent.epoch) {
    const reason = "adopted after an interruption";
    const found = confirmMove(ledger, { to: intent.to, epoch: intent.epoch, reason, nowSeconds });
    return { kind: "adopt", what: "moved", ...found };
  }
  if (unchanged) {
    return intent === undefined
      ? { kind: "same" }
      : { kind: "adopt", what: "not-written", ...intentDropped(ledger) };
  }
  return (
    adoptZero(ledger, live, nowSeconds) ?? adoptRecreated(ledger, live, nowSeconds) ?? drift(ledger, live)
  );
}

function adoptZero(ledger: Ledger, live: LiveRoute, nowSeconds: number): Reconciliation | undefined {
  const zero = live.zeroReason;
  if (live.weight !== 0 || zero === undefined || live.epoch === ledger.epoch) return undefined;
  // A writer that could not read the ledger names no attempt: a newer epoch than the ledger's was written in this one.
  const isThis =
    zero.attempt === undefined
      ? compareEpochs(live.epoch, ledger.epoch) > 0
      : zero.attempt === (ledger.attempt?.number ?? 0);
  if (!isThis) return undefined;
  const ended = ledger.phase === "aborted" || ledger.phase === "promoted";
  const promoting = ledger.phase === "promoting";
  const fits = promoting
    ? zero.kind === "promote" || zero.kind === "abort"
    : ended || zero.kind !== "promote";
  if (!fits) return undefined;
  // A promotion that is over makes any later write of 0 a correction, whatever it was called.
  const kind = ended && zero.kind === "promote" ? "abort" : zero.kind;
  const by = live.lastWriter?.manager ?? "sluice";
  const written = zeroWritten(ledger, { kind, reason: zero.reason, epoch: live.epoch, by, nowSeconds });
  return { kind: "adopt", what: "zero", ...written };
}

function adoptRecreated(ledger: Ledger, live: LiveRoute, nowSeconds: number): Reconciliation | undefined {
  if (live.weight !== 0 || live.epoch !== "") return undefined;
  const reason = "the route was deleted and created again";
  if (ledger.weight === 0 || ledger.phase === "promoting") {
    const { intent: _, ...rest } = ledger;
    const message = `All traffic is on stable: ${reason}`;
    return {
      kind: "adopt",
      what: "recreated",
      ledger: { ...rest, weight: 0, epoch: "" },
      event: { type: "Warning", reason: "RouteRecreated", message },
    };
  }
  const by = live.lastWriter?.manager ?? "unknown";
  const written = zeroWritten(ledger, { kind: "foreign", reason, epoch: "", by, nowSeconds });
  return { kind: "adopt", what: "recreated", ...written };
}

function drift(ledger: Ledger, live: LiveRoute): Reconciliation {
  const writer = live.lastWriter;
  const moved = live.weight !== ledger.weight;
  const found = moved
    ? `live weight is ${describeWeight(live.weight)}, the ledger has ${describeWeight(ledger.weight)}`
    : `weight is ${describeWeight(live.weight)} as in the ledger, but the route's epoch is ${named(live.epoch)}, the ledger's ${named(ledger.epoch)}`;
  const back = moved && live.epoch === ledger.epoch ? describeWeight(ledger.weight) : undefined;
  return {
    kind: "drift",
    text: `${found}; ${describeWriter(writer)}`,
    fix: explainWayOut(ledger.environment, writer, back),
  };
}

function named(epoch: string): string {
  return epoch === "" ? "none" : epoch;
}

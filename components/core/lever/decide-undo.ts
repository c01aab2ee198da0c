import { describeWeight } from "../stage/exposure";
import { hasEpoch } from "../live";
import type { LiveRoute } from "../live";
import type { ReleaseKind } from "../release/release-facts";
import type { Lever } from "./service";

/** Facts of a release whose second lever stands, as a run that holds the lock reads them. */
export interface UndoFacts {
  /** The route as it is read now; undefined where it does not exist. */
  readonly route:
    | Pick<LiveRoute, "weight" | "epoch" | "fencedFrom" | "foreign" | "unseen" | "readiness">
    | undefined;
  /** Epoch of the ledger. */
  readonly epoch: string;
  /** Counter of requests: the router by Service, or each pod for itself. */
  readonly countsIn: "router" | "pod";
  /** Counts since weight 0 was read; absent before that. */
  readonly silence?: Silence;
  readonly propagationSeconds: number;
}

/** Requests by the canary's Service since weight 0 was read. */
export interface Silence {
  readonly countable: boolean;
  readonly requests: number;
  readonly scrapes: number;
  readonly seconds: number;
}

/**
 * Whether the canary's Service may select the canary's pods again.
 * - `undo`: now
 * - `wait`: nothing speaks against it, and it is not seen for long enough
 * - `keep`: no; the text says what is missing
 */
export type UndoDecision =
  | { readonly kind: "undo" }
  | { readonly kind: "wait" | "keep"; readonly text: string };

const keep = (text: string): UndoDecision => ({ kind: "keep", text });
const wait = (text: string): UndoDecision => ({ kind: "wait", text });

/** Scrapes without a request that make silence known. */
const quietScrapes = 2;

type Route = NonNullable<UndoFacts["route"]>;

/** Objection of the route itself; undefined where nothing is sent by it. */
function findSending({ weight, foreign, unseen = [], ...route }: Route, epoch: string): string | undefined {
  if (foreign !== undefined || weight !== 0)
    return `live weight must be 0 %, without a rule of others that reaches the canary: got ${describeWeight(weight)}`;
  if (unseen.length > 0) return `rules of others could not be looked for in ${unseen.join(", ")}`;
  return hasEpoch(route, epoch)
    ? undefined
    : `weight 0 must be written by us: the route's epoch is ${route.epoch || "none"}, the ledger's ${epoch || "none"}`;
}

/**
 * Decides whether the second lever is undone: only after weight 0 was read with our own epoch, and no request came by
 * the Service for as long as the router needs to follow. Where pods count for themselves, none of them counts what
 * comes by a Service: there the router itself must say that it has taken the route.
 */
export function decideUndo(facts: UndoFacts): UndoDecision {
  const { route, epoch, countsIn, silence, propagationSeconds } = facts;
  if (route === undefined) return keep("there is no route to read a weight from");
  const sending = findSending(route, epoch);
  if (sending !== undefined) return keep(sending);
  const { readiness } = route;
  if (readiness.kind === "pending" || readiness.kind === "refused")
    return wait(`the router has not taken the route: ${readiness.text}`);
  if (countsIn === "pod" && readiness.kind !== "ready")
    return keep(`no source counts requests by Service here, and the router does not report that it follows`);
  if (silence === undefined) return wait("requests are counted from now on");
  const { countable, requests, scrapes, seconds } = silence;
  if (!countable) return wait("requests cannot be counted");
  if (requests > 0) return wait(`${requests} requests still came by the Service`);
  const least = countsIn === "pod" ? 2 * propagationSeconds : propagationSeconds;
  return scrapes >= quietScrapes && seconds >= least
    ? { kind: "undo" }
    : wait(`no request for ${Math.floor(seconds)} of ${least} s, in ${scrapes} of ${quietScrapes} scrapes`);
}

/**
 * Demand of a run of the base stack on a second lever that stands.
 * - `must`: it is undone before anything else, or the run ends
 * - `may`: it is undone where it can be, else told
 * - `refuse`: nothing goes on while it stands
 * - `tell`: it stays
 */
export type LeverDemand = "must" | "may" | "refuse" | "tell";

/** Demand that a decision of the base stack makes. */
export function demandOfRelease(kind: ReleaseKind): LeverDemand {
  switch (kind) {
    case "first":
    case "start":
    case "supersede":
      return "must";
    case "promote":
      return "refuse";
    case "refuse":
      return "tell";
    default:
      return "may";
  }
}

/** Whether a run of the base stack has a second lever to undo: it stands, and the route sends nothing by it. */
export function isUndoDue(lever: Lever, route: Pick<LiveRoute, "weight"> | undefined): boolean {
  return lever.kind === "stable" && route?.weight === 0;
}

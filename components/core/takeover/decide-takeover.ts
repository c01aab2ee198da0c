/** Pods that a Service of the user leads to, by its selector: all of old, stable's alone, or as somebody else wrote it. */
export type Selector = "theirs" | "stable" | "other";

/** Part of a takeover: `join` ends when the Services were seen to lead to stable alone, `leave` when old has no pods. */
export type TakeoverPart = "join" | "leave";

/** Record of a takeover, in the ledger from before its first write until it was undone. */
export interface TakeoverRecord {
  /** The Deployment that stable takes the place of. */
  readonly deployment: string;
  /** Ready pods that served when it began: the Service never leads to fewer. At least 1. */
  readonly pods: number;
  /** Selectors of the user's Services as they were, by name. */
  readonly selectors: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** PodDisruptionBudgets that leave the tracks' pods out from before these start. @default none */
  readonly budgets?: readonly string[];
  /** Autoscalers that scale stable once the Services lead to it, as `toScalerName` writes them. @default none */
  readonly scalers?: readonly string[];
  /** Moment at which the last change of a selector was seen, seconds; absent before. */
  readonly turnedAtSeconds?: number;
}

/** Pods of one of the two Deployments. */
export interface SidePods {
  /** `spec.replicas`. */
  readonly replicas: number;
  readonly ready: number;
  /** Of these, ready in the endpoints of each of the user's Services. */
  readonly inEndpoints: number;
}

/** Live facts of a takeover at one moment. */
export interface TakeoverFacts {
  readonly record: TakeoverRecord;
  readonly old: SidePods;
  readonly stable: SidePods;
  /** The user's Services together; `mixed` while a write reached only some of them. */
  readonly selector: Selector | "mixed";
  /** Nodes of the ready pods, where a Service sends requests of a node to pods of that node alone. @default - none does */
  readonly nodes?: Readonly<Record<"old" | "stable", readonly string[]>>;
  /** Stable's pods answered a request through the cluster. */
  readonly answers: boolean;
  /** Time from a change of a selector until no new request reaches the pods that left, seconds. */
  readonly drainSeconds: number;
  readonly nowSeconds: number;
}

/** The one next act: each is one guarded write or none, and may be lost or repeated. */
export type TakeoverAct =
  | { readonly kind: "scale"; readonly side: "old" | "stable"; readonly replicas: number }
  /** Writes the selectors, each guarded by the one that was read. */
  | { readonly kind: "turn"; readonly to: "stable" | "theirs" }
  /** Notes in the ledger that the selectors were seen turned. */
  | { readonly kind: "note" }
  | { readonly kind: "wait"; readonly why: string }
  | { readonly kind: "done" }
  | { readonly kind: "refuse"; readonly rule: string };

const wait = (why: string): TakeoverAct => ({ kind: "wait", why });

/** Whether one side alone carries everything, as the Service sees it. */
const carries = ({ ready, inEndpoints }: SidePods, pods: number): boolean =>
  ready >= pods && inEndpoints >= pods;

interface Way {
  readonly to: "stable" | "theirs";
  /** The side that serves at the end. */
  readonly next: "old" | "stable";
  readonly last: "old" | "stable";
}

const ways = {
  forth: { to: "stable", next: "stable", last: "old" },
  back: { to: "theirs", next: "old", last: "stable" },
} as const satisfies Readonly<Record<string, Way>>;

/**
 * The next act of a takeover, or of its undoing, from live facts alone: after a crash the same command goes on, and the
 * other one goes back from wherever it stands.
 */
export function decideTakeover(direction: keyof typeof ways, facts: TakeoverFacts): TakeoverAct {
  const { record, selector, nowSeconds, drainSeconds, answers, nodes = { old: [], stable: [] } } = facts;
  const { to, next, last } = ways[direction];
  const [coming, going] = [facts[next], facts[last]];
  const { turnedAtSeconds } = record;
  // An autoscaler may have given it more since: none of these may be missing.
  const pods = Math.max(record.pods, going.ready);
  if (selector === "other")
    return { kind: "refuse", rule: "the selectors of the Services must be as they were, or stable's" };
  if (going.replicas === 0 && selector === to) return { kind: "done" };
  if (coming.replicas < pods) return { kind: "scale", side: next, replicas: pods };
  if (coming.ready < pods) return wait(`${next}: ${coming.ready} of ${pods} pods ready`);
  const bare = nodes[last].filter((node) => !nodes[next].includes(node));
  if (selector !== to && bare.length > 0)
    return wait(
      `${next}: no pod on ${bare.join(", ")}, where a Service leads to pods of the same node alone`,
    );
  if (selector !== to) {
    // Pods that a narrowed selector leaves out are in no endpoints: they are when it is turned back.
    const joins = next === "stable";
    if (joins && coming.inEndpoints < pods)
      return wait(`${next}: ${coming.inEndpoints} of ${pods} pods in the endpoints`);
    if (joins && !answers) return wait("stable's pods have not answered yet");
    return { kind: "turn", to };
  }
  if (!carries(coming, pods)) return wait(`${next}: ${coming.inEndpoints} of ${pods} pods in the endpoints`);
  if (turnedAtSeconds === undefined) return { kind: "note" };
  if (nowSeconds - turnedAtSeconds < drainSeconds) return wait("requests to the pods that left end");
  return { kind: "scale", side: last, replicas: 0 };
}

import { weightOf } from "../../../../components/core/stage/exposure";
import type { Arbitrary } from "fast-check";
import { array, assert, constantFrom, oneof, property, record, tuple } from "fast-check";
import { startAttempt } from "../../../../components/core/ledger/transitions/attempt-transition";
import { decideRelease } from "../../../../components/core/release/decide-release";
import { nextEpoch } from "../../../../components/core/routers/epoch";
import { noIntent } from "../../../../components/core/release/intent";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import type { LiveRoute, ZeroKind } from "../../../../components/core/live";
import {
  promoted,
  startPromotion,
} from "../../../../components/core/ledger/transitions/promotion-transition";
import { reconcileWeight } from "../../../../components/core/ledger/transitions/reconcile-weight";
import {
  stagePassed,
  stageSoaking,
  stageStarted,
} from "../../../../components/core/ledger/transitions/stage-transition";
import {
  confirmMove,
  promotionAborted,
  recordIntent,
  zeroWritten,
} from "../../../../components/core/ledger/transitions/weight-transition";
import {
  promotionMoved,
  promotionMoves,
} from "../../../../components/core/ledger/transitions/promotion-moves";
import { decidePromotion } from "../../../../components/core/release/promotion-steps";
import { seen } from "../../../../components/core/stage/seen";
import { A, B, C, idle, ledger, now, route, stages, track, verdict } from "./world";

/** A cluster with nobody in it but us: whoever writes may die after any of its writes. */
interface Cluster {
  ledger: Ledger;
  route: LiveRoute;
  writes: number;
  /** Highest weight that a gate allowed in this attempt. */
  gated: number;
}

/** Writes that a command survives before it is killed. */
type Lives = number;

class Killed extends Error {}

function writer(cluster: Cluster, lives: Lives) {
  let left = lives;
  const survive = () => {
    if (left-- <= 0) throw new Killed();
  };
  return {
    ledger(after: Ledger): void {
      survive();
      cluster.ledger = after;
    },
    route(after: Partial<LiveRoute>): void {
      survive();
      const { zeroReason: _, ...rest } = cluster.route;
      cluster.route = { ...rest, ...after };
    },
    epoch: () => nextEpoch(cluster.route.epoch, `w${cluster.writes++}`),
  };
}

const clock = { nowSeconds: now };

/** First step of every command: the ledger adopts the live weight, and no other writer changed it. */
function adopt(cluster: Cluster, write: ReturnType<typeof writer>): void {
  const found = reconcileWeight(cluster.ledger, cluster.route, now);
  expect(found.kind).not.toBe("drift");
  if (found.kind === "adopt") write.ledger(found.ledger);
}

function zero(cluster: Cluster, write: ReturnType<typeof writer>, kind: ZeroKind): void {
  const epoch = write.epoch();
  const attempt = cluster.ledger.attempt?.number ?? 0;
  write.route({ weight: 0, epoch, zeroReason: { attempt, kind, reason: "x" } });
  write.ledger(zeroWritten(cluster.ledger, { kind, reason: "x", epoch, by: "x", ...clock }).ledger);
}

/** A stage's `up`; its gate allows it. An abort may strike between its intent and its write. */
function stage(cluster: Cluster, write: ReturnType<typeof writer>, abortBetween: boolean): void {
  adopt(cluster, write);
  const next = cluster.ledger.attempt?.stages.find(({ phase }) => phase !== "passed");
  if (next === undefined || !["progressing", "held"].includes(cluster.ledger.phase)) return;
  const { key } = next;
  const weight = weightOf(next);
  cluster.gated = Math.max(cluster.gated, weight);
  if (cluster.route.weight !== weight) {
    write.ledger(stageStarted(cluster.ledger, { key, ...clock }).ledger);
    const read = cluster.route.epoch;
    const epoch = write.epoch();
    write.ledger(recordIntent(cluster.ledger, { to: weight, epoch, by: "x", ...clock }).ledger);
    if (abortBetween) zero(cluster, writer(cluster, Infinity), "abort");
    // The patch tests the epoch that was read.
    if (cluster.route.epoch !== read) return;
    write.route({ weight, epoch });
    write.ledger(confirmMove(cluster.ledger, { to: weight, epoch, reason: "x", ...clock }).ledger);
  }
  write.ledger(stageSoaking(cluster.ledger, { key, ...clock }).ledger);
  write.ledger(stagePassed(cluster.ledger, { key, verdict: verdict("pass"), ...clock }).ledger);
}

function structure(cluster: Cluster, write: ReturnType<typeof writer>): void {
  adopt(cluster, write);
  const epoch = write.epoch();
  const to = cluster.ledger.weight;
  write.ledger(recordIntent(cluster.ledger, { to, epoch, by: "x", ...clock }).ledger);
  write.route({ weight: to, epoch });
  write.ledger(confirmMove(cluster.ledger, { to, epoch, reason: "x", ...clock }).ledger);
}

/** Base `up` with an image, as far as weights and ledger go. */
function base(
  cluster: Cluster,
  write: ReturnType<typeof writer>,
  image: string,
  worseAt: number | undefined,
): void {
  const attempt = cluster.ledger.attempt;
  const stable = cluster.ledger.promoted.at(-1) ?? { image: A };
  const decision = decideRelease({
    environment: "prod",
    app: "shop",
    image,
    ledger: cluster.ledger,
    stable: track(stable.image),
    canary: cluster.route.weight === 0 ? idle(attempt?.image ?? A) : track(attempt?.image ?? A),
    route: cluster.route,
    observed: "confirmed",
    hadState: true,
    refreshedAway: [],
    intent: { ...noIntent, supersede: attempt?.number },
    nowSeconds: now,
  });
  if (decision.kind === "refuse") return;
  if (decision.basis !== undefined) write.ledger(decision.basis.ledger);
  if (decision.zeroFirst !== undefined) zero(cluster, write, decision.zeroFirst);
  if (decision.begins) {
    const { epoch } = cluster.route;
    const start = { image, stages, objectives: {}, epoch, stable, ...clock };
    write.ledger(startAttempt(cluster.ledger, start).ledger);
    cluster.gated = 0;
  }
  if (decision.kind !== "promote") return;
  if (cluster.ledger.phase === "passed") write.ledger(startPromotion(cluster.ledger).ledger);
  promote(cluster, write, worseAt);
}

function move(cluster: Cluster, write: ReturnType<typeof writer>, to: number): void {
  const epoch = write.epoch();
  write.ledger(promotionMoves(cluster.ledger, { to, epoch, by: "x", ...clock }).ledger);
  write.route({ weight: to, epoch });
  write.ledger(promotionMoved(cluster.ledger, { to, epoch, reason: "x", ...clock }).ledger);
}

/** 100 → 50 → 0, from wherever it is; a stable that is worse gets nothing more. */
function promote(cluster: Cluster, write: ReturnType<typeof writer>, worseAt: number | undefined): void {
  if (cluster.route.weight > 50) move(cluster, write, 50);
  for (;;) {
    const { weight, epoch } = cluster.ledger;
    const step = decidePromotion({
      recorded: cluster.ledger.promotion?.weight,
      weight,
      epoch,
      route: seen(cluster.route),
      lockLost: false,
      stable: seen({ ready: 3, missing: undefined }),
      canary: seen({ ready: 3, needed: 3 }),
      share: { kind: "confirmed" },
      evidence: { kind: weight === worseAt ? "worse" : "settled", sentence: "x", isOver: false },
    });
    if (step.action === "zero") zero(cluster, write, "promote");
    else if (step.action === "return") {
      move(cluster, write, step.to);
      return;
    } else {
      expect(step.action).toBe("finish");
      write.ledger(promoted(cluster.ledger, clock).ledger);
      return;
    }
  }
}

/** A promotion is ended in the ledger first: stable goes back before the weight does. */
function abort(cluster: Cluster, write: ReturnType<typeof writer>): void {
  if (cluster.ledger.phase === "promoting") {
    adopt(cluster, write);
    if (cluster.ledger.phase === "promoting" && cluster.ledger.weight === 0) return;
    if (cluster.ledger.phase === "promoting")
      write.ledger(promotionAborted(cluster.ledger, { reason: "x", ...clock }).ledger);
  }
  zero(cluster, write, "abort");
}

type Command = (cluster: Cluster, write: ReturnType<typeof writer>) => void;
const commands: Arbitrary<{ run: Command; lives: Lives }> = record({
  run: oneof(
    { weight: 6, arbitrary: constantFrom<Command>((cluster, write) => stage(cluster, write, false)) },
    {
      weight: 1,
      arbitrary: constantFrom<Command>((cluster, write) => stage(cluster, write, true), abort, structure),
    },
    {
      weight: 4,
      arbitrary: tuple(constantFrom(A, B, B, B, C), constantFrom(undefined, undefined, 50, 0)).map(
        ([image, worseAt]): Command =>
          (cluster, write) =>
            base(cluster, write, image, worseAt),
      ),
    },
  ),
  lives: oneof(constantFrom(Infinity), constantFrom(0, 1, 2, 3, 4, 5)),
});

test("killed anywhere, aborted anytime: the next command goes on, and never above what a gate allowed", () => {
  const ends = new Set<string>();
  assert(
    property(array(commands, { minLength: 1, maxLength: 25 }), (sequence) => {
      const cluster: Cluster = { ledger: ledger(), route: route(0), writes: 0, gated: 0 };
      for (const { run, lives } of sequence) {
        try {
          run(cluster, writer(cluster, lives));
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
        expect(cluster.route.weight).toBeLessThanOrEqual(cluster.gated);
        ends.add(cluster.ledger.phase);
      }
      // Whatever happened, an abort that is left alone puts all traffic on stable.
      adopt(cluster, writer(cluster, Infinity));
      abort(cluster, writer(cluster, Infinity));
      expect(cluster.route.weight).toBe(0);
    }),
    { numRuns: 1000, seed: 30 },
  );
  expect([...ends].toSorted()).toEqual(["aborted", "passed", "progressing", "promoted", "promoting"]);
});

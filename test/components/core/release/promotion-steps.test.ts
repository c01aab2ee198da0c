import type { Arbitrary } from "fast-check";
import { array, assert, boolean, constantFrom, oneof, property, record } from "fast-check";
import {
  promotionMoved,
  promotionMoves,
} from "../../../../components/core/ledger/transitions/promotion-moves";
import { zeroWritten } from "../../../../components/core/ledger/transitions/weight-transition";
import { decidePromotion } from "../../../../components/core/release/promotion-steps";
import type { PromotionFacts, PromotionStep } from "../../../../components/core/release/promotion-steps";
import { nextEpoch } from "../../../../components/core/routers/epoch";
import { seen } from "../../../../components/core/stage/seen";
import { foreignRule, now, passed } from "./world";

const unseen = { kind: "unseen", problem: "HTTP 503" } as const;
const evidence = (kind: PromotionFacts["evidence"]["kind"], isOver = false) => ({
  evidence: { kind, sentence: `evidence is ${kind}`, isOver },
});

function facts(change: Partial<PromotionFacts> = {}): PromotionFacts {
  const { weight = 50, epoch = "7.a" } = change;
  return {
    recorded: 100,
    weight,
    epoch,
    route: seen({ weight, epoch }),
    lockLost: false,
    stable: seen({ ready: 3, missing: undefined }),
    canary: seen({ ready: 3, needed: 3 }),
    share: { kind: "confirmed" },
    ...evidence("settled"),
    ...change,
  };
}

const live = (weight: number, epoch = "7.a", more = {}) => ({ route: seen({ weight, epoch, ...more }) });
const open = { share: { kind: "open", sentence: "observing 50 %" } } as const;
const short = { stable: seen({ ready: 2, missing: "2 of 3 pods ready" }) };

test.each<[name: string, change: Partial<PromotionFacts>, expected: Partial<PromotionStep>]>([
  ["at 50, nothing against it", {}, { action: "zero", sentence: "evidence is settled" }],
  ["at 0, nothing against it", { weight: 0 }, { action: "finish" }],
  ["fenced by who was too early", live(50, "8.b", { fencedFrom: ["7.a"] }), { action: "zero" }],
  ["fenced twice", live(50, "9.c", { fencedFrom: ["8.b", "7.a"] }), { action: "zero" }],
  ["not watched for long enough", evidence("open"), { action: "watch", sentence: "evidence is open" }],
  ["the share is not known yet", open, { action: "watch", sentence: "observing 50 %" }],
  ["stable is short of pods", short, { action: "watch", sentence: "stable: 2 of 3 pods ready" }],
  [
    "stable is unseen",
    { stable: unseen },
    { action: "watch", sentence: "stable could not be read (HTTP 503)" },
  ],
  [
    "the route is unseen",
    { route: unseen },
    { action: "watch", sentence: "the route could not be read (HTTP 503)" },
  ],
  ["stable is worse", evidence("worse"), { action: "return", to: 100, sentence: "evidence is worse" }],
  ["stable is worse at 0", { weight: 0, ...evidence("worse") }, { action: "return", to: 100 }],
  [
    "stable is gone",
    { stable: seen({ ready: 0, missing: "0 of 3 pods ready" }) },
    { action: "return", sentence: "stable has no ready pod" },
  ],
  [
    "the canary cannot carry it",
    { ...evidence("worse"), canary: seen({ ready: 2, needed: 3 }) },
    {
      action: "watch",
      alarm: "evidence is worse; traffic cannot go back to the canary: it has 2 of 3 ready pods",
    },
  ],
  [
    "the canary is unseen",
    { ...evidence("worse"), canary: unseen },
    { action: "watch", alarm: expect.stringContaining("the canary could not be read (HTTP 503)") as string },
  ],
  [
    "worse while the route is unseen",
    { ...evidence("worse"), route: unseen },
    { action: "watch", alarm: expect.stringContaining("the route could not be read (HTTP 503)") as string },
  ],
  [
    "worse where nobody recorded what the canary had",
    { ...evidence("worse"), recorded: undefined },
    { action: "stop", end: "inconclusive" },
  ],
  [
    "no proof in time",
    evidence("open", true),
    { action: "stop", end: "inconclusive", sentence: "evidence is open" },
  ],
  [
    "a router that does not follow",
    { share: { kind: "refused", sentence: "it does not follow" } },
    { action: "stop", end: "inconclusive", sentence: "it does not follow" },
  ],
  ["the lock is lost", { lockLost: true, ...evidence("worse") }, { action: "stop", end: "busy" }],
  [
    "the route is gone",
    { route: seen(undefined) },
    { action: "stop", end: "refused", sentence: "the route is gone" },
  ],
  ["somebody raised it", live(60), { action: "stop", end: "refused" }],
  ["somebody lowered it", { ...live(0), ...evidence("worse") }, { action: "stop", end: "refused" }],
  ["somebody wrote it", live(50, "8.b"), { action: "stop", end: "refused" }],
  [
    "somebody's rule reaches the canary",
    live(100, "7.a", { foreign: { written: 50, rules: [foreignRule()] } }),
    { action: "stop", end: "refused" },
  ],
])("decidePromotion() when %s", (_name, change, expected) => {
  expect(decidePromotion(facts(change))).toMatchObject(expected);
});

type Look = Omit<PromotionFacts, "recorded" | "weight" | "epoch" | "route"> & {
  readonly isRouteSeen: boolean;
};

const looks: Arbitrary<Look> = record({
  isRouteSeen: oneof({ weight: 5, arbitrary: constantFrom(true) }, constantFrom(false)),
  lockLost: oneof({ weight: 9, arbitrary: constantFrom(false) }, boolean()),
  stable: constantFrom<PromotionFacts["stable"]>(
    facts().stable,
    short.stable,
    unseen,
    seen({ ready: 0, missing: "x" }),
  ),
  canary: constantFrom<PromotionFacts["canary"]>(facts().canary, unseen, seen({ ready: 2, needed: 3 })),
  share: constantFrom<PromotionFacts["share"]>({ kind: "confirmed" }, open.share),
  evidence: constantFrom(evidence("settled").evidence, evidence("open").evidence, evidence("worse").evidence),
});

test("P1: never above what the ledger recorded for this promotion, whatever is seen; up only to a canary that carries it", () => {
  const seenActions = new Set<string>();
  assert(
    property(constantFrom(100, 60, undefined), array(looks, { maxLength: 12 }), (recorded, sequence) => {
      const promotion = recorded === undefined ? {} : { promotion: { weight: recorded } };
      let ledger = passed({ phase: "promoting", weight: 50, epoch: "1-e", ...promotion });
      for (const [index, { isRouteSeen, ...rest }] of sequence.entries()) {
        const { weight, epoch } = ledger;
        const route = isRouteSeen ? seen({ weight, epoch }) : unseen;
        const step = decidePromotion({ ...rest, recorded, weight, epoch, route });
        seenActions.add(step.action);
        const write = { epoch: nextEpoch(epoch, `${index}`), by: "prod", nowSeconds: now, reason: "x" };
        if (step.action === "zero") {
          expect(rest.evidence.kind).toBe("settled");
          ledger = zeroWritten(ledger, { kind: "promote", ...write }).ledger;
        } else if (step.action === "return") {
          const move = { to: step.to, ...write };
          expect(rest.canary).toEqual(facts().canary);
          ledger = promotionMoved(promotionMoves(ledger, move).ledger, move).ledger;
          expect(ledger.weight).toBe(recorded);
          return;
        } else if (step.action !== "watch") return;
        expect(ledger.weight).toBeLessThanOrEqual(50);
      }
    }),
    { numRuns: 1000, seed: 30 },
  );
  expect([...seenActions].toSorted()).toEqual(["finish", "return", "stop", "watch", "zero"]);
});

import { zeroKinds } from "../../../../components/core/live";
import { weightOf } from "../../../../components/core/stage/exposure";
import type { Arbitrary } from "fast-check";
import { array, constantFrom, integer, oneof, record, sample, tuple } from "fast-check";
import {
  retryAttempt,
  startAttempt,
  startRollback,
} from "../../../../components/core/ledger/transitions/attempt-transition";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import {
  promoted,
  startPromotion,
} from "../../../../components/core/ledger/transitions/promotion-transition";
import {
  held,
  stagePassed,
  stageSoaking,
  stageStarted,
} from "../../../../components/core/ledger/transitions/stage-transition";
import type { Transition } from "../../../../components/core/ledger/transition";
import {
  confirmMove,
  intentDropped,
  promotionAborted,
  recordIntent,
  zeroWritten,
} from "../../../../components/core/ledger/transitions/weight-transition";
import { A, B, C, ledger, now, stages, verdict } from "./world";

interface Step {
  readonly name: string;
  readonly take: (from: Ledger) => Transition;
}

const images = constantFrom(A, B, C);
const weights = constantFrom(0, 1, 50, 100, 7);
const epochs = constantFrom("2-f", "3-g", "4-h");
const clock = { nowSeconds: now };
const pins = { stages, objectives: {}, epoch: "9-n", ...clock };

/** Any transition with any arguments, in any order: those that are not allowed throw and change nothing. */
const anyStep: Arbitrary<Step> = oneof(
  images.map((image) => ({
    name: "startAttempt",
    take: (from: Ledger) =>
      startAttempt(from, { ...pins, image, stable: from.promoted.at(-1) ?? { image: A } }),
  })),
  images.map((image) => ({
    name: "retryAttempt",
    take: (from: Ledger) => retryAttempt(from, { ...pins, image, reason: "x" }),
  })),
  images.map((image) => ({
    name: "startRollback",
    take: (from: Ledger) => startRollback(from, { ...pins, stages: [stages[2]], image, reason: "x" }),
  })),
  weights.map((weight) => ({
    name: "stageStarted",
    take: (from: Ledger) => stageStarted(from, { key: String(weight), ...clock }),
  })),
  weights.map((weight) => ({
    name: "stageSoaking",
    take: (from: Ledger) => stageSoaking(from, { key: String(weight), ...clock }),
  })),
  weights.map((weight) => ({
    name: "stagePassed",
    take: (from: Ledger) => stagePassed(from, { key: String(weight), verdict: verdict("pass"), ...clock }),
  })),
  record({ to: weights, epoch: epochs }).map((write) => ({
    name: "recordIntent",
    take: (from: Ledger) => recordIntent(from, { ...write, by: "x", ...clock }),
  })),
  record({ to: weights, epoch: epochs }).map((write) => ({
    name: "confirmMove",
    take: (from: Ledger) => confirmMove(from, { ...write, reason: "x", ...clock }),
  })),
  record({
    kind: constantFrom(...zeroKinds),
    epoch: epochs,
  }).map((zero) => ({
    name: "zeroWritten",
    take: (from: Ledger) => zeroWritten(from, { ...zero, reason: "x", by: "x", ...clock }),
  })),
  constantFrom<Step>(
    { name: "intentDropped", take: intentDropped },
    { name: "startPromotion", take: startPromotion },
    { name: "promoted", take: (from: Ledger) => promoted(from, clock) },
    { name: "held", take: (from: Ledger) => held(from, { reason: "x", ...clock }) },
    { name: "promotionAborted", take: (from: Ledger) => promotionAborted(from, { reason: "x", ...clock }) },
  ),
);

const takenOff: Step = {
  name: "zeroWritten",
  take: (from) => zeroWritten(from, { kind: "abort", reason: "x", epoch: "9-z", by: "x", ...clock }),
};
const goesBack: Step = {
  name: "startRollback",
  take: (from) => startRollback(from, { ...pins, stages: [stages[2]], image: A, reason: "x" }),
};

/** The way of one release from its start to stable, then of one that is aborted, and a rollback that is; random steps alone would hardly ever get there. */
const way: readonly Step[] = [
  { name: "startAttempt", take: (from) => startAttempt(from, { ...pins, image: B, stable: { image: A } }) },
  ...stages.flatMap((stage): Step[] => {
    const { key } = stage;
    const weight = weightOf(stage);
    const write = { to: weight, epoch: `1-${weight}`, ...clock };
    return [
      { name: "stageStarted", take: (from) => stageStarted(from, { key, ...clock }) },
      { name: "recordIntent", take: (from) => recordIntent(from, { ...write, by: "x" }) },
      { name: "confirmMove", take: (from) => confirmMove(from, { ...write, reason: "x" }) },
      { name: "stageSoaking", take: (from) => stageSoaking(from, { key, ...clock }) },
      {
        name: "stagePassed",
        take: (from) => stagePassed(from, { key, verdict: verdict("pass"), ...clock }),
      },
    ];
  }),
  { name: "startPromotion", take: startPromotion },
  {
    name: "zeroWritten",
    take: (from) => zeroWritten(from, { kind: "promote", reason: "x", epoch: "8-p", by: "x", ...clock }),
  },
  { name: "promoted", take: (from) => promoted(from, clock) },
  { name: "startAttempt", take: (from) => startAttempt(from, { ...pins, image: C, stable: { image: B } }) },
  takenOff,
  goesBack,
  takenOff,
  goesBack,
];

/** A part of the way, with anything before, between and after. */
const steps: Arbitrary<readonly Step[]> = tuple(
  array(anyStep, { maxLength: 3 }),
  integer({ min: 0, max: way.length }),
  array(tuple(integer({ min: 0, max: way.length }), anyStep), { maxLength: 4 }),
  array(anyStep, { maxLength: 8 }),
).map(([before, length, between, after]) => {
  const disturbed = way
    .slice(0, length)
    .flatMap((step, at) => [step, ...between.filter(([where]) => where === at).map(([, other]) => other)]);
  return [...before, ...disturbed, ...after];
});

interface Taken {
  readonly before: Ledger;
  readonly name: string;
  readonly after: Ledger;
}

function takeAll(sequence: readonly Step[]): readonly Taken[] {
  let before = ledger();
  return sequence.flatMap(({ name, take }) => {
    try {
      const { ledger: after } = take(before);
      const taken = { before, name, after };
      before = after;
      return [taken];
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
}

/** Every transition of many random sequences, the same ones in every run. */
export const history = sample(steps, { numRuns: 800, seed: 20 }).flatMap(takeAll);

/** Checks each transition of them. */
export function always(check: (before: Ledger, name: string, after: Ledger) => void): void {
  for (const { before, name, after } of history) check(before, name, after);
}

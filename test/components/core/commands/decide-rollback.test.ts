import { decideRollback } from "../../../../components/core/commands/decide-rollback";
import { attemptOf, before, imageOf, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

const steps = ["write-image", "up-base", "up-stage-100", "promote-base"];

test("decideRollback() goes to the image promoted before", () => {
  expect(decideRollback(ledgerOf({ phase: "promoted", promoted: [before, released] }))).toEqual({
    kind: "act",
    steps,
    exitCode: 0,
    image: before,
    sentence: `Rollback to ${before}`,
  });
});

test("decideRollback() skips an image that was rolled back from", () => {
  const oldest = imageOf("c");
  const ledger = ledgerOf({ phase: "promoted", promoted: [oldest, released, before], aborted: [released] });
  expect(decideRollback(ledger).image).toBe(oldest);
});

test("decideRollback() refuses where no earlier release is known", () => {
  const decision = decideRollback(ledgerOf({ phase: "promoted", promoted: [before] }));
  expect(decision).toMatchObject({ kind: "refuse", exitCode: 3 });
  expect(decision.image).toBeUndefined();
});

test.each(["progressing", "held", "passed", "promoting"] as const)(
  "decideRollback() wants an abort first when %s",
  (phase) => {
    expect(decideRollback(ledgerOf({ phase, weight: 50 }))).toMatchObject({
      kind: "refuse",
      sentence: `Cannot roll back: a release must be promoted: got ${phase}; sluice abort first`,
    });
  },
);

test("decideRollback() goes back from a promotion that has given stable all traffic", () => {
  expect(decideRollback(ledgerOf({ phase: "promoting" }))).toEqual({
    kind: "act",
    steps,
    exitCode: 0,
    image: before,
    sentence: `Rollback to ${before}, the promotion ends`,
  });
  const { previousImage: _, ...first } = attemptOf([], { kind: "first" });
  expect(decideRollback(ledgerOf({ phase: "promoting", attempt: first })).kind).toBe("refuse");
  const { previousImage: __, ...unknown } = attemptOf();
  expect(decideRollback(ledgerOf({ phase: "promoting", attempt: unknown })).kind).toBe("refuse");
});

test.each(["progressing", "held", "passed", "promoting"] as const)(
  "decideRollback() resumes itself when %s",
  (phase) => {
    const attempt = attemptOf([], { kind: "rollback", image: before });
    expect(decideRollback(ledgerOf({ phase, attempt }))).toMatchObject({ kind: "act", steps, image: before });
  },
);

test("decideRollback() has nothing to roll back once aborted, or where nothing was ever promoted", () => {
  expect(decideRollback(ledgerOf({ phase: "aborted" })).sentence).toMatch(
    /stable is the last promoted image already/,
  );
  expect(decideRollback(undefined)).toMatchObject({ kind: "refuse", exitCode: 3 });
  expect(decideRollback(ledgerWithoutAttempt({ phase: "held" })).sentence).toMatch(/; sluice abort first$/);
});

import { shortDigest } from "../../../../components/core/workload/short-digest";
import { decideRollback } from "../../../../components/core/commands/decide-rollback";
import { attemptOf, before, imageOf, ledgerOf, ledgerWithoutAttempt, released } from "../../../support/gate";

const steps = ["begin-attempt", "up-base", "up-stage-100", "promote-base"];

test("decideRollback() goes to the image promoted before", () => {
  expect(
    decideRollback(ledgerOf({ phase: "promoted", promoted: [{ image: before }, { image: released }] })),
  ).toEqual({
    kind: "act",
    steps,
    exitCode: 0,
    version: { image: before },
    sentence: `Rollback to ${shortDigest(before)}`,
  });
});

test("decideRollback() skips an image that was rolled back from", () => {
  const oldest = imageOf("c");
  const ledger = ledgerOf({
    phase: "promoted",
    promoted: [{ image: oldest }, { image: released }, { image: before }],
    aborted: [{ image: released }],
  });
  expect(decideRollback(ledger).version).toEqual({ image: oldest });
});

test("decideRollback() refuses where no earlier release is known", () => {
  const decision = decideRollback(ledgerOf({ phase: "promoted", promoted: [{ image: before }] }));
  expect(decision).toMatchObject({ kind: "refuse", exitCode: 3 });
  expect(decision.version).toBeUndefined();
});

test.each(["progressing", "held", "passed", "promoting"] as const)(
  "decideRollback() wants an abort first when %s",
  (phase) => {
    expect(decideRollback(ledgerOf({ phase, weight: 50 }))).toMatchObject({
      kind: "refuse",
      sentence: `Cannot roll back: a release must be promoted: got ${phase}`,
      fix: "sluice abort first",
    });
  },
);

test("decideRollback() goes back from a promotion that has given stable all traffic", () => {
  expect(decideRollback(ledgerOf({ phase: "promoting" }))).toEqual({
    kind: "act",
    steps,
    exitCode: 0,
    version: { image: before },
    sentence: `Rollback to ${shortDigest(before)}, the promotion ends`,
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
    expect(decideRollback(ledgerOf({ phase, attempt }))).toMatchObject({
      kind: "act",
      steps,
      version: { image: before },
    });
  },
);

test("decideRollback() has nothing to roll back once aborted, or where nothing was ever promoted", () => {
  expect(decideRollback(ledgerOf({ phase: "aborted" })).sentence).toMatch(
    /stable is the last promoted revision already/,
  );
  expect(decideRollback(undefined)).toMatchObject({ kind: "refuse", exitCode: 3 });
  expect(decideRollback(ledgerWithoutAttempt({ phase: "held" })).fix).toBe("sluice abort first");
});

describe("decideRollback() to a revision", () => {
  const versions = ["1", "2", "3"].map((digit) => ({ image: imageOf(digit), revision: digit.repeat(10) }));
  const ledger = ledgerOf({ phase: "promoted", promoted: versions });

  test.each([
    ["its name", "1111111111", versions[0]],
    ["its first digits", "2222", versions[1]],
    ["a part of its image", imageOf("1").slice(-64), versions[0]],
  ])("takes %s", (_name, to, version) => {
    expect(decideRollback(ledger, to)).toMatchObject({ kind: "act", version });
  });

  test("refuses what was never promoted, and the present one, with those that were", () => {
    for (const to of ["4444444444", "3333333333"]) {
      const { kind, sentence } = decideRollback(ledger, to);
      expect(kind).toBe("refuse");
      expect(sentence).toMatch(
        /^Cannot roll back: --to must be a revision promoted before \(.*1111111111.*2222222222.*\): got /,
      );
    }
    expect(
      decideRollback(ledgerOf({ phase: "promoted", promoted: [{ image: before }] }), "9").sentence,
    ).toContain("(none is known)");
  });

  test("also where it ends a promotion", () => {
    const attempt = attemptOf([], { previousImage: imageOf("3"), previousRevision: "3".repeat(10) });
    const promoting = ledgerOf({ phase: "promoting", promoted: versions, attempt, weight: 0 });
    expect(decideRollback(promoting).version).toEqual(versions[2]);
    expect(decideRollback(promoting, "1111").version).toEqual(versions[0]);
    expect(decideRollback(promoting, "4444").kind).toBe("refuse");
  });
});

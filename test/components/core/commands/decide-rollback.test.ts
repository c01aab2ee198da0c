import { shortDigest } from "../../../../components/core/workload/short-digest";
import { decideRollback, explainRollback } from "../../../../components/core/commands/decide-rollback";
import type { Version } from "../../../../components/core/revision/version";
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

test("decideRollback() is not turned to another version while it runs", () => {
  const attempt = attemptOf([], { kind: "rollback", image: before, revision: "1111111111" });
  const ledger = ledgerOf({ phase: "held", attempt });
  expect(decideRollback(ledger, "1111").kind).toBe("act");
  expect(decideRollback(ledger, "2222")).toMatchObject({
    kind: "refuse",
    sentence: "Cannot roll back: --to must be what the rollback under way goes back to, 1111111111: got 2222",
    fix: "sluice abort prod --reason TEXT, then sluice rollback prod --to 2222",
  });
});

test("decideRollback() refuses where nothing was ever promoted", () => {
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
    ["a revision rather than an image that has the same digits", "1", versions[0]],
  ])("takes %s", (_name, to, version) => {
    expect(decideRollback(ledger, to)).toMatchObject({ kind: "act", version });
  });

  test("refuses what was never promoted, and the present one, with those that were", () => {
    for (const to of ["4444444444", "3333333333"]) {
      const { kind, sentence } = decideRollback(ledger, to);
      expect(kind).toBe("refuse");
      expect(sentence).toMatch(
        /^Cannot roll back: --to must be one revision promoted before \(.*1111111111.*2222222222.*\): got /,
      );
    }
    expect(
      decideRollback(ledgerOf({ phase: "promoted", promoted: [{ image: before }] }), "9").sentence,
    ).toContain("(none is known)");
  });

  test("refuses a name of several, and leaves none out", () => {
    const { kind, sentence } = decideRollback(ledger, "registry.example.org");
    expect(kind).toBe("refuse");
    expect(sentence).toMatch(
      /--to must be one revision promoted before \(.*1111111111.*2222222222.*\): got /,
    );
  });

  test("refuses one that was rejected since, unless this very rollback left it", () => {
    const [first, second, third] = versions as [Version, Version, Version];
    const rejected = { ...ledger, promoted: [second, first, third], aborted: [second] };
    expect(decideRollback(rejected, "2222")).toMatchObject({
      kind: "refuse",
      sentence: expect.stringMatching(
        /must not be a revision that was rejected since \(others: .*1111111111\)\): got 2222/,
      ),
      fix: "another one; or from that one's commit sluice retry prod --reason TEXT, then sluice rollout prod",
    });
    const left = {
      previousImage: second.image,
      previousRevision: second.revision!,
      kind: "rollback",
    } as const;
    const undone = { ...rejected, attempt: attemptOf([], { ...third, ...left }) };
    expect(decideRollback(undone, "2222")).toMatchObject({ kind: "act", version: second });
    // By itself it goes back further, never forward again.
    expect(decideRollback(undone).version).toEqual(first);
    expect(decideRollback({ ...undone, phase: "aborted" }, "2222").kind).toBe("refuse");
  });

  test("also where it ends a promotion", () => {
    const attempt = attemptOf([], { previousImage: imageOf("3"), previousRevision: "3".repeat(10) });
    const promoting = ledgerOf({ phase: "promoting", promoted: versions, attempt, weight: 0 });
    expect(decideRollback(promoting).version).toEqual(versions[2]);
    expect(decideRollback(promoting, "1111").version).toEqual(versions[0]);
    expect(decideRollback(promoting, "4444").kind).toBe("refuse");
  });
});

describe("decideRollback() after an abort", () => {
  const versions = ["1", "2", "3"].map((digit) => ({ image: imageOf(digit), revision: digit.repeat(10) }));
  const ended = attemptOf([], { image: imageOf("4"), revision: "4".repeat(10) });
  const aborted = ledgerOf({
    phase: "aborted",
    attempt: ended,
    promoted: versions,
    aborted: [{ image: imageOf("4"), revision: "4".repeat(10) }],
  });

  test("leaves stable where it is told for what, and says that it does", () => {
    expect(decideRollback(aborted, "2222")).toMatchObject({
      kind: "act",
      steps,
      version: versions[1],
      sentence:
        "Rollback to sha256:222222222222 (revision 2222222222), away from stable sha256:333333333333 (revision 3333333333)",
    });
    expect(decideRollback(aborted, "1111").version).toEqual(versions[0]);
  });

  test("by itself leaves stable alone, with the line for whoever means it", () => {
    expect(decideRollback(aborted)).toMatchObject({
      kind: "refuse",
      exitCode: 3,
      sentence:
        "Cannot roll back: a release must be promoted: got aborted, and all traffic is on stable sha256:333333333333 (revision 3333333333) already",
      fix: "leave it where stable is well; where it is bad, too: sluice rollback prod --to 2222222222",
    });
    const alone = decideRollback({ ...aborted, promoted: versions.slice(-1) });
    expect(alone.fix).toBe("where stable is bad, too: release the version you want instead");
  });

  test.each([
    ["stable", "3333", "must be one revision promoted before"],
    ["the aborted one", "4444", "must be one revision promoted before"],
  ])("never goes to %s", (_name, to, rule) => {
    expect(decideRollback(aborted, to)).toMatchObject({
      kind: "refuse",
      sentence: expect.stringContaining(rule),
    });
  });

  test("nor to one that was rejected, be it by a rollback that was aborted", () => {
    const rejected = { ...aborted, attempt: { ...ended, kind: "rollback" as const, ...versions[1] } };
    const { kind, sentence } = decideRollback({ ...rejected, aborted: [versions[1]!] }, "2222");
    expect([kind, sentence]).toEqual(["refuse", expect.stringContaining("rejected since")]);
    expect(decideRollback({ ...rejected, aborted: [versions[1]!] }).fix).toContain("--to 1111111111");
    // An interrupted one says nothing against the revision.
    expect(decideRollback({ ...rejected, aborted: [] }, "2222").kind).toBe("act");
  });

  test("waits for an abort that has not ended", () => {
    expect(decideRollback({ ...aborted, weight: 100 }, "2222")).toMatchObject({
      kind: "refuse",
      sentence: "Cannot roll back: the abort must be over: got 100 % on the canary",
      fix: "sluice abort prod --reason TEXT ends it",
    });
  });

  test("where nothing was ever promoted", () => {
    const first = { ...aborted, promoted: [] };
    expect(decideRollback(first).sentence).toBe(
      "Cannot roll back: a release must be promoted: got aborted, and all traffic is on stable already",
    );
    expect(decideRollback(first, "2222").sentence).toContain("(none is known)");
  });

  test("is on record with command and attempt", () => {
    expect(explainRollback(aborted, "2222")).toBe("sluice rollback --to 2222, after the abort of attempt 3");
    expect(explainRollback({ ...aborted, phase: "promoted" }, undefined)).toBe("sluice rollback");
    expect(explainRollback(ledgerWithoutAttempt({ phase: "aborted" }), "2222")).toBe(
      "sluice rollback --to 2222",
    );
  });
});

import {
  retryAttempt,
  startRollback,
} from "../../../../../components/core/ledger/transitions/attempt-transition";
import { A, B, C, attempt, ledger, now, running, stages } from "../../release/world";

const start = { image: B, stages, objectives: { errors: 0.01 }, epoch: "7-x", nowSeconds: now };

describe("retryAttempt()", () => {
  const aborted = ledger({
    phase: "aborted",
    attempt: attempt(B, { endReason: "fail: relative", endedAtSeconds: now - 9 }),
    aborted: [{ image: C }, { image: B }],
    evidence: {},
  });

  test("begins again with fresh evidence and lists the earlier attempt", () => {
    const { ledger: made, event } = retryAttempt(aborted, { ...start, reason: "fixed the flag" });
    expect(made).toMatchObject({ phase: "progressing", aborted: [{ image: C }], promoted: [{ image: A }] });
    expect(made.attempt).toMatchObject({
      number: 3,
      kind: "release",
      image: B,
      startReason: "fixed the flag",
    });
    expect(made.earlier).toEqual([expect.objectContaining({ number: 2, outcome: "aborted" })]);
    expect(made).not.toHaveProperty("evidence");
    expect(event.message).toContain("(fixed the flag)");
  });

  test("keeps the commit that it is begun from", () => {
    const checkout = { commit: "c".repeat(40), changed: true };
    const { ledger: made } = retryAttempt(aborted, { ...start, checkout, reason: "again" });
    expect(made.attempt?.checkout).toEqual(checkout);
  });

  test("takes an image that was put back from a harmed stable, which is then no longer", () => {
    const record = {
      ...aborted,
      phase: "promoted" as const,
      aborted: [],
      putBack: [{ image: C }, { image: B }],
    };
    const { ledger: made } = retryAttempt(record, { ...start, image: C, reason: "wanted again" });
    expect(made).toMatchObject({ attempt: { image: C }, putBack: [{ image: B }] });
  });

  test("stays a rollback where it was one", () => {
    const record = { ...aborted, attempt: attempt(B, { kind: "rollback" }) };
    expect(retryAttempt(record, { ...start, reason: "again" }).ledger.attempt?.kind).toBe("rollback");
  });

  test("takes a digest that an earlier attempt aborted, also after a promotion", () => {
    const record = { ...aborted, phase: "promoted" as const };
    const { ledger: made } = retryAttempt(record, { ...start, image: C, reason: "wanted again" });
    expect(made.attempt).toMatchObject({ kind: "release", image: C });
    expect(made.aborted).toEqual([{ image: B }]);
  });

  test("takes the digest whose attempt ended without being judged", () => {
    const record = { ...aborted, aborted: [] };
    expect(retryAttempt(record, { ...start, reason: "again" }).ledger.attempt).toMatchObject({
      number: 3,
      image: B,
    });
    const later = { ...record, phase: "promoted" as const };
    expect(() => retryAttempt(later, { ...start, reason: "again" })).toThrow("one that was aborted");
  });

  test("is a first deploy again where nothing was ever promoted", () => {
    const first = attempt(A, { number: 1, kind: "first", stages: [] });
    const record = ledger({ phase: "aborted", promoted: [], aborted: [{ image: A }], attempt: first });
    const { ledger: made } = retryAttempt(record, { ...start, image: A, reason: "quota raised" });
    expect(made).toMatchObject({ phase: "promoting", attempt: { number: 2, kind: "first", stages: [] } });
  });

  test.each([
    [
      "a release under way",
      running(1, "held", { phase: "held" }),
      B,
      "ledger.phase must be aborted or promoted",
    ],
    ["an image that was not aborted", aborted, A, "image must be one that was aborted"],
    ["traffic on the canary", { ...aborted, weight: 5 }, B, "weight must be 0 %: got 5 %"],
  ])("refuses %s", (_name, record, of, message) => {
    expect(() => retryAttempt(record, { ...start, image: of, reason: "x" })).toThrow(message);
  });
});

describe("startRollback()", () => {
  const record = ledger({
    promoted: [{ image: A }, { image: B }],
    attempt: attempt(B, { endReason: "promoted" }),
  });
  const back = { ...start, image: A, stages: [stages[2]], reason: "checkout broken" };

  test("goes to the image promoted before", () => {
    const { ledger: made, event } = startRollback(record, back);
    expect(made).toMatchObject({ phase: "progressing", promoted: [{ image: A }, { image: B }], aborted: [] });
    expect(made.attempt).toMatchObject({ kind: "rollback", image: A, previousImage: B });
    expect(event.message).toBe("Attempt 3, rollback of sha256:aaaaaaaaaaaa: 100 % (checkout broken)");
  });

  test("goes there from an aborted attempt, too, which is filed", () => {
    const ended = attempt(C, { endReason: "fail", endedAtSeconds: now });
    const { ledger: made } = startRollback(
      { ...record, phase: "aborted", attempt: ended, aborted: [{ image: C }] },
      back,
    );
    expect(made).toMatchObject({ phase: "progressing", weight: 0, aborted: [{ image: C }] });
    expect(made.attempt).toMatchObject({ kind: "rollback", image: A, previousImage: B });
    expect(made.earlier).toMatchObject([{ image: C, outcome: "aborted", reason: "fail" }]);
  });

  test.each([
    ["while a release runs", running(1, "soaking"), A, "ledger.phase must be promoted or aborted"],
    ["to one that was rejected", { ...record, aborted: [{ image: A }] }, A, "promoted before (none)"],
    [
      "before an abort is over",
      { ...record, phase: "aborted" as const, weight: 50 },
      A,
      "weight must be 0 %",
    ],
    ["to another image", record, C, `the version must be one promoted before (${A})`],
    ["where none is known", ledger(), A, "promoted before (none)"],
  ])("is refused %s", (_name, from, of, message) => {
    expect(() => startRollback(from, { ...back, image: of })).toThrow(message);
  });
});

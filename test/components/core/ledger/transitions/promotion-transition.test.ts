import {
  promoted,
  startPromotion,
} from "../../../../../components/core/ledger/transitions/promotion-transition";
import { A, attempt, B, C, ledger, now, passed, running } from "../../release/world";

describe("startPromotion()", () => {
  test("promotes what passed at 100 %", () => {
    const { ledger: made, event } = startPromotion(passed({ note: "x" }));
    expect(made).toEqual(passed({ phase: "promoting", promotion: { weight: 100 } }));
    expect(event).toEqual({
      type: "Normal",
      reason: "Promoting",
      message: "Stable rolls to sha256:bbbbbbbbbbbb",
    });
  });

  test.each([
    ["what has not passed", running(50, "soaking"), "ledger.phase must be passed: got progressing"],
    ["below 100 %", passed({ weight: 50 }), "weight must be 100 %: got 50 %"],
    [
      "while a write is pending",
      passed({ intent: { from: 100, to: 100, epoch: "2-f", atSeconds: now, by: "prod" } }),
      "no write of the route may be pending",
    ],
    ["without an attempt", ledger({ phase: "passed", weight: 100 }), "ledger.attempt must be there"],
  ])("refuses %s", (_name, record, message) => {
    expect(() => startPromotion(record)).toThrow(message);
  });
});

describe("promoted()", () => {
  const done = { nowSeconds: now };
  const promoting = (change = {}) =>
    passed({ phase: "promoting", weight: 0, evidence: {}, watchedUntilSeconds: 1, ...change });

  test("ends the attempt and drops its evidence", () => {
    const { ledger: made, event } = promoted(promoting({ aborted: [{ image: C }, { image: B }] }), done);
    expect(made).toMatchObject({
      phase: "promoted",
      promoted: [{ image: A }, { image: B }],
      aborted: [{ image: C }],
      weight: 0,
    });
    expect(made.attempt).toMatchObject({ number: 2, endReason: "promoted", endedAtSeconds: now });
    expect(made).not.toHaveProperty("evidence");
    expect(made).not.toHaveProperty("watchedUntilSeconds");
    expect(event).toEqual({ type: "Normal", reason: "Promoted", message: "Stable is sha256:bbbbbbbbbbbb" });
  });

  test("ends a first deploy", () => {
    const record = ledger({
      phase: "promoting",
      promoted: [],
      attempt: attempt(A, { kind: "first", stages: [] }),
    });
    expect(promoted(record, done).ledger).toMatchObject({
      phase: "promoted",
      promoted: [{ image: A }],
      aborted: [],
    });
  });

  test("counts the digest that a rollback left behind as aborted", () => {
    const back = attempt(A, { kind: "rollback", previousImage: B });
    const record = promoting({
      attempt: back,
      promoted: [{ image: A }, { image: B }],
      aborted: [{ image: A }],
    });
    expect(promoted(record, done).ledger).toMatchObject({
      promoted: [{ image: B }, { image: A }],
      aborted: [{ image: B }],
    });
  });

  test("knows of no digest left behind where the rollback had none", () => {
    const { previousImage: _, ...back } = attempt(A, { kind: "rollback" });
    expect(promoted(promoting({ attempt: back }), done).ledger.aborted).toEqual([]);
  });

  test("keeps the last 20 promoted images", () => {
    const distinct = Array.from(
      { length: 20 },
      (_, index) => `app@sha256:${index.toString(16).padStart(64, "0")}`,
    );
    const { promoted: list } = promoted(promoting({ promoted: distinct }), done).ledger;
    expect(list).toEqual([...distinct.slice(1), { image: B }]);
  });

  test.each([
    ["while traffic is on the canary", promoting({ weight: 100 }), "weight must be 0 %: got 100 %"],
    ["what is not being promoted", passed(), "ledger.phase must be promoting: got passed"],
  ])("refuses %s", (_name, record, message) => {
    expect(() => promoted(record, done)).toThrow(message);
  });
});

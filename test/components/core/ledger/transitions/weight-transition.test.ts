import {
  confirmMove,
  intentDropped,
  promotionAborted,
  recordIntent,
  zeroWritten,
} from "../../../../../components/core/ledger/transitions/weight-transition";
import type { Intent, Ledger, Move } from "../../../../../components/core/ledger/ledger";
import type { ZeroKind } from "../../../../../components/core/live";
import { A, attempt, B, C, ledger, now, passed, running, verdict } from "../../release/world";

const intent: Intent = { from: 1, to: 50, epoch: "2-f", atSeconds: now, by: "prod-canary-50" };
const write = { to: 50, epoch: "2-f", by: "prod-canary-50", nowSeconds: now };
const shifting = running(50, "shifting", { weight: 1 });

describe("recordIntent()", () => {
  test("announces a raise to the stage that is shifting, and moves nothing", () => {
    const { ledger: made, event } = recordIntent(shifting, write);
    expect(made).toEqual({ ...shifting, intent });
    expect(event).toEqual({ type: "Normal", reason: "RouteWrite", message: "Moving traffic from 1 to 50 %" });
  });

  test.each([["promoted"], ["aborted"], ["held"], ["passed"], ["promoting"]] as const)(
    "announces a structural write in phase %s",
    (phase) => {
      const record = running(50, "passed", { phase });
      expect(recordIntent(record, write).ledger.intent).toEqual({ ...intent, from: 50 });
      expect(recordIntent(record, write).event.message).toBe("Writing the route at 50 %");
    },
  );

  test.each([
    ["a second write", { ...shifting, intent }, write, "no other write of the route may be pending"],
    ["a lower weight", shifting, { ...write, to: 0 }, "weight must not fall below 1 %: got 0 %"],
    ["the route's own epoch", shifting, { ...write, epoch: "1-e" }, "epoch must be a new one: got 1-e"],
    [
      "a raise to no stage",
      shifting,
      { ...write, to: 7 },
      "weight must be that of a shifting stage: got 7 %",
    ],
    [
      "a raise past the stage",
      shifting,
      { ...write, to: 100 },
      "must be that of a shifting stage: got 100 %",
    ],
    [
      "a raise while held",
      { ...shifting, phase: "held" as const },
      write,
      "ledger.phase must be progressing: got held",
    ],
    ["a raise without a release", ledger(), write, "ledger.phase must be progressing: got promoted"],
    ["a raise without an attempt", ledger({ phase: "progressing" }), write, "ledger.attempt must be there"],
  ])("refuses %s", (_name, record, change, message) => {
    expect(() => recordIntent(record, change)).toThrow(message);
  });
});

describe("confirmMove()", () => {
  const record = { ...shifting, intent };

  test("takes over weight and epoch, and lists the move", () => {
    const done = {
      to: 50,
      epoch: "2-f",
      reason: "gate passed",
      waived: ["metrics" as const],
      nowSeconds: now,
    };
    const { ledger: made, event } = confirmMove(record, done);
    const move: Move = {
      atSeconds: now,
      from: 1,
      to: 50,
      by: intent.by,
      reason: "gate passed",
      waived: ["metrics"],
    };
    expect(made).toEqual({ ...shifting, weight: 50, epoch: "2-f", moves: [move] });
    expect(event.message).toBe("Traffic moved from 1 to 50 %: gate passed");
  });

  test("lists no waived checks where none were, and no move where the weight stayed", () => {
    const reason = "header rule";
    const moved = confirmMove(record, { to: 50, epoch: "2-f", reason, waived: [], nowSeconds: now }).ledger;
    expect(moved.moves[0]).not.toHaveProperty("waived");
    const same = confirmMove(
      { ...record, intent: { ...intent, to: 1 } },
      { to: 1, epoch: "2-f", reason, nowSeconds: now },
    );
    expect(same.ledger.moves).toEqual([]);
    expect(same.event).toEqual({ type: "Normal", reason: "RouteWritten", message: "Route written at 1 %" });
  });

  test.each([
    ["another weight", { to: 100, epoch: "2-f" }, record],
    ["another epoch", { to: 50, epoch: "2-g" }, record],
    ["a write that nobody announced", { to: 50, epoch: "2-f" }, shifting],
  ])("refuses %s", (_name, { to, epoch }, from) => {
    expect(() => confirmMove(from, { to, epoch, reason: "x", nowSeconds: now })).toThrow(
      "the write must be the announced one",
    );
  });

  test("keeps the last 100 moves", () => {
    const moves = Array.from({ length: 100 }, (_, index) => ({
      atSeconds: index,
      from: 0,
      to: 1,
      by: "x",
      reason: "y",
    }));
    const made = confirmMove(
      { ...record, moves },
      { to: 50, epoch: "2-f", reason: "z", nowSeconds: now },
    ).ledger;
    expect(made.moves).toHaveLength(100);
    expect(made.moves[0]?.atSeconds).toBe(1);
    expect(made.moves.at(-1)?.reason).toBe("z");
  });
});

test("intentDropped() forgets a write that did not happen", () => {
  const { ledger: made, event } = intentDropped({ ...shifting, intent });
  expect(made).toEqual(shifting);
  expect(event.message).toBe("A write of 50 % was announced and not carried out");
  expect(() => intentDropped(shifting)).toThrow("a write of the route must be pending");
});

describe("zeroWritten()", () => {
  const zero = (kind: ZeroKind, change = {}) => ({
    kind,
    reason: "because",
    epoch: "3-z",
    by: "someone",
    nowSeconds: now,
    ...change,
  });
  const soaking = running(50, "soaking", { intent, note: "x", evidence: { n: 1 } });

  test.each([
    ["fail", "fail: because", "Warning", "failed"],
    ["blind", "blind: because", "Warning", "failed"],
    ["foreign", "foreign: because", "Warning", "held"],
    ["abort", "because", "Warning", "held"],
    ["supersede", "superseded", "Normal", "held"],
    ["revert", "reverted", "Normal", "held"],
    ["interrupted", "interrupted: because", "Warning", "held"],
  ] as const)("%s ends the attempt as aborted: %s", (kind, endReason, type, phase) => {
    const failed = kind === "fail" || kind === "blind" ? { verdict: verdict("fail", kind) } : {};
    const { ledger: made, event } = zeroWritten(soaking, zero(kind, failed));
    // Nothing was found wrong with an image that gave way to another, or whose pods were taken away.
    const blameless = kind === "supersede" || kind === "revert" || kind === "interrupted";
    expect(made).toMatchObject({ phase: "aborted", weight: 0, epoch: "3-z", promoted: [{ image: A }] });
    expect(made.aborted).toEqual(blameless ? [] : [{ image: B }]);
    expect(made.attempt).toMatchObject({ endedAtSeconds: now, endReason });
    expect(made.attempt?.stages.map((stage) => stage.phase)).toEqual(["passed", phase, "pending"]);
    expect(made.attempt?.stages[1]).toMatchObject({ endedAtSeconds: now, ...failed });
    expect(made.moves).toEqual([expect.objectContaining({ from: 50, to: 0, by: "someone" })]);
    expect(made).not.toHaveProperty("intent");
    expect(made).not.toHaveProperty("note");
    expect(event).toMatchObject({ type, reason: "Aborted" });
    expect(event.message).toContain("Attempt 2 ended at 50 %, all traffic on stable: ");
  });

  test("moves nothing where the weight was 0 already", () => {
    const { ledger: made } = zeroWritten(running(1, "shifting", { weight: 0 }), zero("abort"));
    expect(made).toMatchObject({ phase: "aborted", moves: [] });
  });

  test.each(["aborted", "promoted"] as const)(
    "after an attempt that is %s, takes over weight and epoch only",
    (phase) => {
      const record = running(50, "held", { phase });
      const { ledger: made, event } = zeroWritten(record, zero("abort"));
      expect(made).toEqual({
        ...record,
        weight: 0,
        epoch: "3-z",
        moves: [expect.objectContaining({ from: 50, to: 0 })],
      });
      expect(event).toEqual({
        type: "Warning",
        reason: "TrafficMoved",
        message: "Traffic moved from 50 to 0 %: abort: because",
      });
    },
  );

  test("promote belongs to the promotion, which goes on", () => {
    const { ledger: made, event } = zeroWritten(passed({ phase: "promoting" }), zero("promote"));
    expect(made).toMatchObject({ phase: "promoting", weight: 0, epoch: "3-z", aborted: [] });
    expect(event.message).toBe("Traffic moved from 100 to 0 %: promoted");
  });

  test("abort ends a promotion too", () => {
    const { ledger: made } = zeroWritten(passed({ phase: "promoting" }), zero("abort"));
    expect(made).toMatchObject({ phase: "aborted", aborted: [{ image: B }] });
  });

  test("ends a rebuilt ledger that knows of no attempt", () => {
    const { ledger: made, event } = zeroWritten(
      ledger({ phase: "held", weight: 30, note: "x" }),
      zero("abort"),
    );
    expect(made).toMatchObject({ phase: "aborted", weight: 0, aborted: [] });
    expect(made).not.toHaveProperty("note");
    expect(event.message).toContain("Attempt unknown ended at 30 %");
  });

  test.each([
    ["promote", passed(), "ledger.phase must be promoting: got passed"],
    ["supersede", passed({ phase: "promoting" }), "got promoting"],
    ["revert", passed({ phase: "promoting" }), "got promoting"],
    ["fail", passed({ phase: "promoting" }), "got promoting"],
  ] as const)("refuses %s where it does not belong", (kind, record, message) => {
    expect(() => zeroWritten(record, zero(kind))).toThrow(message);
  });
});

test("promotionAborted() says so before stable goes back and traffic moves", () => {
  const { ledger: made, event } = promotionAborted(passed({ phase: "promoting", aborted: [{ image: C }] }), {
    reason: "latency",
    nowSeconds: now,
  });
  expect(made).toMatchObject({
    phase: "aborted",
    weight: 100,
    epoch: "1-e",
    aborted: [{ image: C }, { image: B }],
  });
  expect(made.attempt).toMatchObject({ endReason: "latency", endedAtSeconds: now });
  expect(event.message).toContain("abort: latency");
  expect(() => promotionAborted(passed(), { reason: "x", nowSeconds: now })).toThrow(
    "must be promoting: got passed",
  );
});

test("the list of aborted versions keeps the last 20, each digest once", () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    image: `app@sha256:${index.toString(16).padStart(64, "0")}`,
  }));
  const record: Ledger = running(50, "soaking", { aborted: many, attempt: attempt(B) });
  const zero = { kind: "abort", reason: "x", epoch: "3-z", by: "y", nowSeconds: now } as const;
  expect(zeroWritten(record, zero).ledger.aborted).toEqual([...many.slice(1), { image: B }]);
  const again = { ...record, aborted: [{ image: B }, { image: C }] };
  expect(zeroWritten(again, zero).ledger.aborted).toEqual([{ image: C }, { image: B }]);
});

import {
  promotionMoved,
  promotionMoves,
  promotionNoted,
  savePromotion,
} from "../../../../../components/core/ledger/transitions/promotion-moves";
import {
  promoted,
  startPromotion,
} from "../../../../../components/core/ledger/transitions/promotion-transition";
import {
  promotionAborted,
  zeroWritten,
} from "../../../../../components/core/ledger/transitions/weight-transition";
import type { Ledger } from "../../../../../components/core/ledger/ledger";
import { now, passed, running } from "../../release/world";

const at = (weight: number, change: Partial<Ledger> = {}): Ledger =>
  passed({ phase: "promoting", weight, promotion: { weight: 100 }, ...change });
const write = (to: number, epoch = "2-f") => ({ to, epoch, by: "prod", nowSeconds: now });

describe("promotionMoves()", () => {
  test("announces half on the way down, and drops what was seen before", () => {
    const { ledger, event } = promotionMoves(at(100, { promotion: { weight: 100, evidence: 1 } }), write(50));
    const intent = { from: 100, to: 50, epoch: "2-f", atSeconds: now, by: "prod" };
    expect(ledger).toEqual(at(100, { intent }));
    expect(event).toEqual({
      type: "Normal",
      reason: "RouteWrite",
      message: "Moving traffic from 100 to 50 %",
    });
  });

  test.each([50, 0])("announces the way back from %d % to what the canary had", (weight) => {
    const { ledger, event } = promotionMoves(at(weight), write(100));
    expect(ledger.intent).toMatchObject({ from: weight, to: 100 });
    expect(event.type).toBe("Warning");
  });

  const nobodyKnows = passed({ phase: "promoting", weight: 0 });

  test.each([
    ["more than the canary had", at(50, { promotion: { weight: 60 } }), write(100), "or the 60 % that"],
    ["a way back that nobody recorded", nobodyKnows, write(100), "or the 0 % that the canary had: got 100 %"],
    ["half from below it", at(0), write(50), "got 50 % from 0 %"],
    ["half again", at(50), write(50), "got 50 % from 50 %"],
    ["any other weight", at(100), write(20), "got 20 % from 100 %"],
    ["a release that is not promoting", running(50, "soaking"), write(100), "must be promoting"],
    ["the same epoch", at(100), write(50, "1-e"), "epoch must be a new one"],
    [
      "a second write",
      at(100, { intent: { from: 100, to: 50, epoch: "x", atSeconds: now, by: "prod" } }),
      write(50),
      "no other write",
    ],
  ])("refuses %s", (_name, ledger, move, message) => {
    expect(() => promotionMoves(ledger, move)).toThrow(message);
  });
});

describe("promotionMoved()", () => {
  const done = (to: number) => ({ to, epoch: "2-f", reason: "because", nowSeconds: now });

  test("confirms half", () => {
    const { ledger, event } = promotionMoved(
      promotionMoves(at(100, { note: "x" }), write(50)).ledger,
      done(50),
    );
    expect(ledger).toMatchObject({ weight: 50, epoch: "2-f", promotion: { weight: 100 } });
    expect(ledger).not.toHaveProperty("note");
    expect(event.reason).toBe("TrafficMoved");
  });

  test("says why it went back", () => {
    const { ledger, event } = promotionMoved(promotionMoves(at(0), write(100)).ledger, done(100));
    expect(ledger).toMatchObject({ weight: 100, note: "because", phase: "promoting" });
    expect(event).toMatchObject({ type: "Warning", reason: "PromotionReturned" });
  });
});

describe("the record of a promotion", () => {
  test("is noted where an older version began it, and only at its beginning", () => {
    const { promotion: _, ...old } = at(100);
    expect(promotionNoted(old)).toEqual(at(100));
    expect(promotionNoted(at(100))).toBeUndefined();
    expect(promotionNoted({ ...old, weight: 50 })).toBeUndefined();
    expect(promotionNoted(passed())).toBeUndefined();
  });

  test("keeps the evidence while it runs", () => {
    expect(savePromotion(at(50), { ticks: 1 })?.promotion).toEqual({ weight: 100, evidence: { ticks: 1 } });
    expect(savePromotion(passed(), {})).toBeUndefined();
    const { promotion: _, ...old } = at(100);
    expect(savePromotion(old, {})).toBeUndefined();
  });

  test("outlives the move to 0, and ends with the promotion", () => {
    const zero = { reason: "x", epoch: "2-f", by: "prod", nowSeconds: now };
    const moved = zeroWritten(at(50), { kind: "promote", ...zero }).ledger;
    expect(moved).toMatchObject({ weight: 0, promotion: { weight: 100 } });
    expect(promoted(moved, { nowSeconds: now }).ledger).not.toHaveProperty("promotion");
    const ended = promotionAborted(at(50), { reason: "x", nowSeconds: now }).ledger;
    expect(ended).not.toHaveProperty("promotion");
    const { attempt: _, ...rebuilt } = at(50);
    expect(promotionAborted(rebuilt, { reason: "x", nowSeconds: now }).ledger).not.toHaveProperty(
      "promotion",
    );
  });

  test("begins with the weight that the canary has", () => {
    expect(startPromotion(passed()).ledger.promotion).toEqual({ weight: 100 });
  });
});

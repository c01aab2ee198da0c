import { reconcileWeight } from "../../../../../components/core/ledger/transitions/reconcile-weight";
import type { Intent } from "../../../../../components/core/ledger/ledger";
import type { LiveRoute, ZeroKind } from "../../../../../components/core/live";
import { now, route, running } from "../../release/world";

const raise: Intent = { from: 1, to: 50, epoch: "2-f", atSeconds: now, by: "prod-canary-50" };
const shifting = running(50, "shifting", { weight: 1, intent: raise });
const zeroReason = (kind: ZeroKind, number = 2) => ({ attempt: number, kind, reason: "because" });

describe("a route that was fenced", () => {
  const fenced = (weight: number, from: string | readonly string[], change: Partial<LiveRoute> = {}) =>
    route(weight, "9-f", { fencedFrom: [from].flat(), ...change });

  test("as the ledger has it, changes the epoch alone", () => {
    const record = running(50, "soaking");
    const found = reconcileWeight(record, fenced(50, "1-e"), now);
    expect(found).toMatchObject({ kind: "adopt", what: "fenced", event: { reason: "RouteFenced" } });
    expect(found.kind === "adopt" && found.ledger).toEqual({ ...record, epoch: "9-f" });
  });

  test.each([
    ["by two contenders one after the other", ["5-d", "1-e"]],
    ["again after the first fence was adopted", ["1-e", "0-b"]],
  ])("%s, changes the epoch alone", (_, from) => {
    const record = running(50, "soaking");
    const found = reconcileWeight(record, fenced(50, from), now);
    expect(found).toMatchObject({ kind: "adopt", what: "fenced", ledger: { weight: 50, epoch: "9-f" } });
  });

  test("twice after an announced raise was written, confirms that", () => {
    expect(reconcileWeight(shifting, fenced(50, ["5-d", "2-f"]), now)).toMatchObject({
      kind: "adopt",
      what: "moved",
    });
  });

  test("before an announced raise was written, drops that; it can never be written any more", () => {
    const found = reconcileWeight(shifting, fenced(1, "1-e"), now);
    expect(found).toMatchObject({ kind: "adopt", what: "not-written", ledger: { weight: 1, epoch: "9-f" } });
    expect(found).not.toHaveProperty("ledger.intent");
  });

  test("after an announced raise was written, confirms that", () => {
    expect(reconcileWeight(shifting, fenced(50, "2-f"), now)).toMatchObject({
      kind: "adopt",
      what: "moved",
      ledger: { weight: 50, epoch: "9-f", moves: [{ to: 50 }] },
    });
  });

  test("after weight 0 that the ledger does not know, adopts that", () => {
    const live = fenced(0, "5-z", { zeroReason: zeroReason("abort") });
    expect(reconcileWeight(running(50, "soaking"), live, now)).toMatchObject({
      kind: "adopt",
      what: "zero",
      ledger: { phase: "aborted", epoch: "9-f" },
    });
  });

  test("and recorded, is the same", () => {
    expect(reconcileWeight(running(50, "soaking", { epoch: "9-f" }), fenced(50, "1-e"), now)).toEqual({
      kind: "same",
    });
  });

  test.each([
    ["on somebody's weight", fenced(80, "1-e")],
    ["on somebody's epoch", fenced(50, "8-x")],
    ["twice on somebody's epoch", fenced(50, ["8-y", "7-x"])],
  ])("%s stays drift", (_, live) => {
    expect(reconcileWeight(running(50, "soaking"), live, now).kind).toBe("drift");
  });
});

import { reconcileWeight } from "../../../../../components/core/ledger/transitions/reconcile-weight";
import type { Intent, Ledger } from "../../../../../components/core/ledger/ledger";
import type { LiveRoute, ZeroKind } from "../../../../../components/core/live";
import { attempt, B, foreignRule, ledger, now, passed, route, running } from "../../release/world";

const raise: Intent = { from: 1, to: 50, epoch: "2-f", atSeconds: now, by: "prod-canary-50" };
const shifting = running(50, "shifting", { weight: 1, intent: raise });
const lastWriter = { manager: "kubectl-edit", at: "2026-11-21T10:00:00Z" };
const zeroReason = (kind: ZeroKind, number = 2) => ({ attempt: number, kind, reason: "because" });

test("the same weight and epoch are the same", () => {
  expect(reconcileWeight(running(50, "soaking"), route(50), now)).toEqual({ kind: "same" });
});

describe("after a crash", () => {
  test("an announced raise that is live with its epoch is adopted", () => {
    const found = reconcileWeight(shifting, route(50, "2-f"), now);
    expect(found).toMatchObject({ kind: "adopt", what: "moved", ledger: { weight: 50, epoch: "2-f" } });
    expect(found.kind === "adopt" && found.ledger.moves).toEqual([
      { atSeconds: now, from: 1, to: 50, by: "prod-canary-50", reason: "adopted after an interruption" },
    ]);
    expect(found).not.toHaveProperty("ledger.intent");
  });

  test("an announced raise that was not carried out is dropped", () => {
    const found = reconcileWeight(shifting, route(1), now);
    expect(found).toMatchObject({ kind: "adopt", what: "not-written", ledger: { weight: 1, epoch: "1-e" } });
    expect(found).not.toHaveProperty("ledger.intent");
  });

  test("a structural write is adopted by its epoch alone", () => {
    const record = running(50, "soaking", { intent: { ...raise, from: 50 } });
    expect(reconcileWeight(record, route(50, "2-f"), now)).toMatchObject({
      kind: "adopt",
      what: "moved",
      ledger: { weight: 50, epoch: "2-f", moves: [] },
    });
  });

  test.each([
    ["abort", "because"],
    ["fail", "fail: because"],
    ["blind", "blind: because"],
    ["foreign", "foreign: because"],
    ["supersede", "superseded"],
    ["revert", "reverted"],
  ] as const)("weight 0 that names %s of this attempt is adopted as that", (kind, endReason) => {
    for (const record of [running(50, "soaking"), shifting, passed()]) {
      const found = reconcileWeight(record, route(0, "5-z", { zeroReason: zeroReason(kind) }), now);
      expect(found).toMatchObject({
        kind: "adopt",
        what: "zero",
        ledger: { phase: "aborted", weight: 0, epoch: "5-z", attempt: { endReason } },
      });
      expect(found).not.toHaveProperty("ledger.intent");
    }
  });

  test("weight 0 that names no attempt is this one's where it is newer than the ledger", () => {
    const zero = { zeroReason: { kind: "abort", reason: "because" } as const };
    expect(reconcileWeight(running(50, "soaking"), route(0, "5-z", zero), now)).toMatchObject({
      kind: "adopt",
      what: "zero",
      ledger: { phase: "aborted", weight: 0, epoch: "5-z" },
    });
    const older = running(50, "soaking", { epoch: "6-y" });
    expect(reconcileWeight(older, route(0, "5-z", zero), now)).toMatchObject({ kind: "drift" });
  });

  test("weight 0 of a promotion is adopted within it", () => {
    const live = route(0, "5-z", { zeroReason: zeroReason("promote"), lastWriter });
    const found = reconcileWeight(passed({ phase: "promoting" }), live, now);
    expect(found).toMatchObject({ kind: "adopt", what: "zero", ledger: { phase: "promoting", weight: 0 } });
    expect(found.kind === "adopt" && found.ledger.moves.at(-1)?.by).toBe("kubectl-edit");
  });

  test.each(["aborted", "promoted"] as const)(
    "a correction after %s takes over weight and epoch",
    (phase) => {
      for (const kind of ["abort", "promote"] as const) {
        const live = route(0, "5-z", { zeroReason: zeroReason(kind) });
        const found = reconcileWeight(passed({ phase }), live, now);
        expect(found).toMatchObject({
          kind: "adopt",
          what: "zero",
          ledger: { phase, weight: 0, epoch: "5-z" },
        });
      }
    },
  );

  test("an abort of a ledger without attempt is adopted", () => {
    const live = route(0, "5-z", { zeroReason: zeroReason("abort", 0) });
    expect(reconcileWeight(ledger({ phase: "held", weight: 30 }), live, now)).toMatchObject({
      kind: "adopt",
      ledger: { phase: "aborted", weight: 0 },
    });
  });
});

describe("a route that the engine created again", () => {
  const fresh = route(0, "", { lastWriter: { manager: "pulumi-kubernetes", at: "2026-11-21T10:00:00Z" } });

  test.each([["progressing"], ["held"], ["passed"]] as const)(
    "ends an attempt that had traffic (%s)",
    (phase) => {
      expect(reconcileWeight(running(50, "soaking", { phase }), fresh, now)).toMatchObject({
        kind: "adopt",
        what: "recreated",
        ledger: {
          phase: "aborted",
          weight: 0,
          epoch: "",
          attempt: { endReason: "foreign: the route was deleted and created again" },
        },
      });
      expect(reconcileWeight(running(50, "soaking", { phase }), route(0, ""), now)).toMatchObject({
        ledger: { moves: [{ by: "unknown" }] },
      });
    },
  );

  test.each([
    ["had no traffic", running(1, "shifting", { weight: 0, intent: raise })],
    ["is being promoted", passed({ phase: "promoting" })],
    ["is promoted", ledger()],
  ])("changes no phase where the release %s", (_name, record) => {
    const found = reconcileWeight(record, fresh, now);
    expect(found).toMatchObject({
      kind: "adopt",
      what: "recreated",
      ledger: { phase: record.phase, weight: 0, epoch: "" },
      event: { type: "Warning", reason: "RouteRecreated" },
    });
    expect(found).not.toHaveProperty("ledger.intent");
  });
});

describe("drift", () => {
  const rows: readonly (readonly [string, Ledger, LiveRoute])[] = [
    ["a weight raised by hand", running(50, "soaking"), route(80)],
    ["a weight lowered by hand", running(50, "soaking"), route(5)],
    ["a weight put to 0 by hand", running(50, "soaking"), route(0)],
    ["a foreign epoch", running(50, "soaking"), route(50, "9-x")],
    ["another write than the announced one", shifting, route(50, "9-x")],
    ["the announced weight without our epoch", shifting, route(50)],
    ["0 of another attempt", running(50, "soaking"), route(0, "5-z", { zeroReason: zeroReason("abort", 1) })],
    [
      "0 with a reason but no new epoch",
      running(50, "soaking"),
      route(0, "1-e", { zeroReason: zeroReason("abort") }),
    ],
    ["a promotion's 0 outside a promotion", passed(), route(0, "5-z", { zeroReason: zeroReason("promote") })],
    [
      "a revert in a promotion",
      passed({ phase: "promoting" }),
      route(0, "5-z", { zeroReason: zeroReason("revert") }),
    ],
    [
      "a reason on a weight that is not 0",
      running(50, "soaking"),
      route(7, "5-z", { zeroReason: zeroReason("abort") }),
    ],
    ["an epoch removed by hand", running(50, "soaking"), route(50, "")],
    ["a raise after the release", ledger({ attempt: attempt(B) }), route(30)],
  ];

  test.each(rows)("%s is drift", (_name, record, live) => {
    expect(reconcileWeight(record, live, now).kind).toBe("drift");
  });

  test("names manager, time and both values, and the way out", () => {
    expect(reconcileWeight(running(50, "soaking"), route(80, "1-e", { lastWriter }), now)).toEqual({
      kind: "drift",
      text: "live weight is 80 %, the ledger has 50 %; the rules were last written by kubectl-edit at 2026-11-21T10:00:00Z",
      fix: "set the weight back to 50 %, or `sluice abort prod` puts all traffic on stable",
    });
  });

  test("names both epochs where the weights agree", () => {
    expect(reconcileWeight(running(50, "soaking"), route(50, ""), now)).toEqual({
      kind: "drift",
      text: "weight is 50 % as in the ledger, but the route's epoch is none, the ledger's 1-e; the rules were last written by an unknown writer",
      fix: "`sluice abort prod` puts all traffic on stable",
    });
  });
});

describe("a rule of others that reaches the canary", () => {
  const beside = (written: number, ...rules: readonly ReturnType<typeof foreignRule>[]) => ({
    foreign: { written, rules: rules.length === 0 ? [foreignRule()] : rules },
  });

  test("is drift though weight and epoch are the ledger's, with the command that ends it", () => {
    expect(reconcileWeight(running(50, "soaking"), route(100, "1-e", beside(50)), now)).toEqual({
      kind: "drift",
      text: "no rule of others may reach the canary: got HTTPRoute shop/other spec.rules[0] sends 100 % of what it takes to the canary",
      fix: "kubectl patch sends its requests to stable",
    });
  });

  test("is taken out by an abort where it stands in the route", () => {
    const live = route(100, "1-e", beside(50, foreignRule({ own: true })));
    expect(reconcileWeight(running(50, "soaking"), live, now)).toMatchObject({
      kind: "drift",
      fix: "kubectl patch sends its requests to stable; or `sluice abort prod` takes it out of the route",
    });
  });

  test("keeps nothing of ours from being adopted, and is left after it", () => {
    expect(reconcileWeight(shifting, route(100, "2-f", beside(50)), now)).toMatchObject({
      kind: "adopt",
      what: "moved",
      ledger: { weight: 50 },
      drift: { text: expect.stringContaining("no rule of others") },
    });
    const zero = route(100, "5-z", { ...beside(0), zeroReason: zeroReason("abort") });
    expect(reconcileWeight(running(50, "soaking"), zero, now)).toMatchObject({
      kind: "adopt",
      what: "zero",
      ledger: { phase: "aborted", weight: 0 },
      drift: {},
    });
  });

  test("is told beside a weight that another writer moved", () => {
    const found = reconcileWeight(running(50, "soaking"), route(100, "1-e", beside(7)), now);
    expect(found).toMatchObject({ kind: "drift" });
    expect(found.kind === "drift" && found.text).toMatch(/^live weight is 7 %.*no rule of others/);
  });

  test("cannot be ruled out where kinds may not be read", () => {
    const live = route(50, "1-e", { unseen: ["ingresses", "grpcroutes"] });
    expect(reconcileWeight(running(50, "soaking"), live, now)).toMatchObject({
      kind: "drift",
      text: "rules of others that reach the canary must be found: got no right to list ingresses, grpcroutes",
    });
  });
});

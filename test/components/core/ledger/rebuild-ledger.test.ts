import { rebuildLedger } from "../../../../components/core/ledger/rebuild-ledger";
import type { Remains } from "../../../../components/core/ledger/rebuild-ledger";
import { A, B, C, idle, now, route, track } from "../release/world";

const where = { environment: "prod", app: "shop", nowSeconds: now };
const stable = track(A, { promoted: { image: A } });

const rows: readonly { name: string; remains: Omit<Remains, keyof typeof where>; expected: object }[] = [
  {
    name: "stable's template differs from its annotation → promoting",
    remains: { stable: track(B, { promoted: { image: A } }), canary: track(B), route: route(100, "8-x") },
    expected: {
      phase: "promoting",
      weight: 100,
      epoch: "8-x",
      attempt: { image: B, previousImage: A, stages: [] },
    },
  },
  {
    name: "weight 0 and the canary idle with stable's digest → promoted",
    remains: { stable, canary: idle(A), route: route(0) },
    expected: { phase: "promoted", weight: 0, promoted: [{ image: A }] },
  },
  {
    name: "weight 0 and no canary → promoted",
    remains: { stable, canary: undefined, route: undefined },
    expected: { phase: "promoted", weight: 0, epoch: "" },
  },
  {
    name: "never annotated, but Available → promoted",
    remains: { stable: track(A), canary: idle(A), route: route(0) },
    expected: { phase: "promoted", promoted: [{ image: A }] },
  },
  {
    name: "annotated as aborted and at weight 0 → aborted",
    remains: {
      stable: track(A, { promoted: { image: A }, aborted: [{ image: C }, { image: B }] }),
      canary: idle(B),
      route: route(0, "8-x", { zeroReason: { attempt: 6, kind: "fail", reason: "x" } }),
    },
    expected: {
      phase: "aborted",
      aborted: [{ image: C }, { image: B }],
      attempt: { number: 7, image: B, endedAtSeconds: now },
    },
  },
  {
    name: "annotated as aborted, but with traffic → held",
    remains: {
      stable: track(A, { promoted: { image: A }, aborted: [{ image: B }] }),
      canary: track(B),
      route: route(5),
    },
    expected: { phase: "held", weight: 5, attempt: { number: 1, image: B } },
  },
  {
    name: "a canary under way → held",
    remains: { stable, canary: track(B), route: route(20) },
    expected: { phase: "held", weight: 20, attempt: { image: B, kind: "release" } },
  },
  {
    name: "a canary at weight 0 that was not aborted → held",
    remains: { stable, canary: idle(B), route: route(0) },
    expected: { phase: "held", weight: 0, attempt: { image: B } },
  },
];

test.each(rows)("rebuildLedger(): $name", ({ remains, expected }) => {
  const rebuilt = rebuildLedger({ ...where, ...remains });
  expect(rebuilt?.ledger).toMatchObject({ version: 3, environment: "prod", app: "shop", ...expected });
  expect(rebuilt?.ledger.note).toMatch(/^the ledger was lost and is rebuilt from live objects as /);
  expect(rebuilt?.event).toMatchObject({ type: "Warning", reason: "LedgerRebuilt" });
  expect(rebuilt?.event.message).toMatch(/^The ledger was lost/);
});

test.each([
  ["with stable's digest", track(A), "a canary that is no release"],
  ["that is gone", undefined, "a canary that is gone"],
])("rebuildLedger() makes no attempt of traffic on a canary %s", (_name, canary, says) => {
  const rebuilt = rebuildLedger({ ...where, stable, canary, route: route(30) })?.ledger;
  expect(rebuilt?.phase).toBe("held");
  expect(rebuilt).not.toHaveProperty("attempt");
  expect(rebuilt?.note).toContain(says);
});

test.each([
  ["nothing is live", undefined],
  ["stable was never Available nor promoted", track(A, { available: false })],
])("rebuildLedger() finds nothing to rebuild where %s", (_name, live) => {
  expect(rebuildLedger({ ...where, stable: live, canary: undefined, route: undefined })).toBeUndefined();
});

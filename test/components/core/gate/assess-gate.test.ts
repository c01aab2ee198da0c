import { shortDigest } from "../../../../components/core/workload/short-digest";
import { assessGate, toGateRefusal } from "../../../../components/core/gate/assess-gate";
import type { CheckResult } from "../../../../components/core/gate/check";
import { gateChecks } from "../../../../components/core/gate/checks";
import type { CheckId } from "../../../../components/core/gate/checks";
import { listChecks, tellGate } from "../../../../components/core/gate/explain-gate";
import type { GateFacts } from "../../../../components/core/gate/facts";
import {
  attemptOf,
  before,
  factsOf,
  factsWithout,
  ledgerOf,
  pausedLedger,
  probesOf,
  released,
  routeOf,
  trackOf,
} from "../../../support/gate";

const checkIds = gateChecks.map(({ id }) => id);
const all = checkIds.length;

function resultsOf(facts: GateFacts): Partial<Record<CheckId, CheckResult>> {
  return Object.fromEntries(assessGate(facts).checks.map(({ id, result }) => [id, result]));
}

/** One fact per check that makes it refuse. */
const broken: Readonly<Record<CheckId, Partial<GateFacts>>> = {
  release: { wanted: { image: before } },
  provenance: { origin: { environment: "staging", afterSeconds: 3600, kind: "absent" } },
  order: { weight: 5, route: routeOf(1), canary: trackOf(released, 2), endpoints: { stable: 3, canary: 2 } },
  "not-aborted": { ledger: ledgerOf({ phase: "aborted" }) },
  "no-drift": {
    reconcile: { kind: "drift", text: "live weight must be 0 %: got 7 %", fix: "sluice abort" },
  },
  digest: { canary: trackOf(before, 1) },
  capacity: { stable: trackOf(before, 3, { readyReplicas: 2 }) },
  route: {
    route: routeOf(0, { readiness: { kind: "refused", text: "route must be taken", fix: "look" } }),
  },
  path: { probes: { stable: probesOf(0), canary: probesOf(6) } },
  tls: {
    tls: {
      problems: [{ text: "the certificate must be valid now", fix: "renew it" }],
      found: "",
      isSilent: false,
      stapled: [],
      unstapled: [],
    },
  },
  checks: { checks: [{ name: "login", isFine: false, text: 'check "login" must pass: got status 500' }] },
  metrics: { metrics: { problems: [], unread: [], doubts: [], notes: [], ageSeconds: {}, freshSeconds: 30 } },
  verdict: { verdict: { kind: "fail", basis: "relative", sentence: "canary fails 9 of 10" } },
  "both-failing": { outside: { stable: true, canary: true } },
  approval: { ledger: pausedLedger() },
  budget: {
    budgets: [{ name: "availability", target: 0.999, windowSeconds: 86_400, kind: "known", remaining: 0 }],
  },
  preflight: { preflight: { kind: "missing", got: "none" } },
};

test("assessGate() reports every check in their order", () => {
  expect(assessGate(factsOf()).checks.map(({ id }) => id)).toEqual(checkIds);
});

test("assessGate() opens when nothing is wrong", () => {
  const { open, sentence, checks } = assessGate(factsOf());
  expect(checks.filter(({ result }) => result !== "pass")).toEqual([]);
  expect(open).toBe(true);
  expect(sentence).toBe(`gate to 1 % is open: of ${all} checks ${all} passed`);
});

test.each(checkIds)("assessGate() refuses by %s alone", (id) => {
  const { open, sentence, checks } = assessGate(factsOf(broken[id]));
  expect(checks.filter(({ result }) => result === "refuse").map((one) => one.id)).toEqual([id]);
  expect(open).toBe(false);
  expect(sentence).toContain(`\n- ${id}: `);
  expect(sentence).toMatch(/must (not )?be|must have|must exist|must run|must pass/);
});

test("assessGate() names every refusal with its way out in one message", () => {
  const facts = factsOf({ ...broken.release, ...broken["no-drift"] });
  expect(assessGate(facts).sentence).toBe(
    'Cannot raise traffic of "app" to 1 %:\n' +
      `- release: release.image must be ${released} as in the ledger: got ${before}\n` +
      "    → check out the commit that is being released, or run the base stack's up to release this one instead\n" +
      "- no-drift: live weight must be 0 %: got 7 %\n    → sluice abort",
  );
});

describe("assessGate() in the first gate", () => {
  const first = {
    second: false,
    canary: trackOf(before, 0),
    endpoints: { stable: 3, canary: 0 },
    canaryPods: [],
  };

  test("leaves the canary's part of digest, capacity and path to the second", () => {
    const facts = factsOf({ ...first, probes: { stable: probesOf(6) } });
    expect(resultsOf(facts)).toMatchObject({ digest: "pending", capacity: "pending", path: "pending" });
    expect(assessGate(facts)).toMatchObject({
      open: true,
      sentence: `gate to 1 % is open: of ${all} checks ${all - 3} passed, 3 to be decided once the canary is up`,
    });
  });

  test("refuses already where stable's part is wrong", () => {
    const facts = factsOf({ ...first, ...broken.path, stable: trackOf(before, 3, { readyReplicas: 0 }) });
    expect(resultsOf(facts)).toMatchObject({ digest: "pending", capacity: "refuse", path: "refuse" });
  });
});

describe("assessGate() where the live weight is the stage's already", () => {
  const there = { route: routeOf(1), second: false };

  test.each(checkIds)("binds or only reports %s", (id) => {
    const facts = factsOf({ ...there, ...broken[id], ...(id === "order" ? { route: routeOf(5) } : {}) });
    const raised = { ...facts, route: { ...facts.route!, weight: facts.weight } };
    const binding = ["release", "not-aborted", "no-drift"].includes(id);
    // A preflight and the budget are asked before there is traffic.
    const reported = ["preflight", "budget"].includes(id) ? "pass" : "report";
    expect(resultsOf(raised)[id]).toBe(binding ? "refuse" : reported);
  });

  test("decides the canary's part at once and says that nothing rises", () => {
    const facts = factsOf({
      ...there,
      metrics: {
        problems: [],
        unread: [],
        doubts: [],
        notes: [],
        ageSeconds: { stable: 1, canary: 1 },
        freshSeconds: 30,
      },
      endpoints: { stable: 3, canary: 0 },
    });
    expect(resultsOf(facts)).toMatchObject({ digest: "pass", capacity: "report", path: "pass" });
    expect(assessGate(facts).sentence).toBe(
      `traffic already is at 1 %: of ${all} checks ${all - 1} passed, 1 reported only, since nothing rises`,
    );
  });

  test("says that it cannot go on, rather than raise", () => {
    expect(assessGate(factsOf({ ...there, ...broken.release })).sentence).toMatch(
      /^Cannot go on with "app" at 1 %:/,
    );
  });
});

test("assessGate() binds everything where the route is gone", () => {
  expect(resultsOf(factsWithout("route", broken["both-failing"]))).toMatchObject({
    route: "refuse",
    "both-failing": "refuse",
  });
});

describe("assessGate() of a rollback", () => {
  const ledger = ledgerOf({ attempt: attemptOf([], { kind: "rollback" }) });

  test.each(checkIds)("waives %s or not", (id) => {
    const facts = factsOf({ ledger, ...broken[id] });
    const changed =
      id === "not-aborted" ? { ...facts, ledger: { ...ledger, phase: "aborted" as const } } : facts;
    const waived = ["order", "path", "tls", "verdict", "metrics", "both-failing", "preflight"].includes(id);
    expect(resultsOf(changed)[id]).toBe(waived ? "waived" : "refuse");
  });
});

describe("assessGate() of an emergency release", () => {
  const emergency = { reason: "stable leaks data", expires: "2026-11-22T00:00:00Z", expired: false };

  test.each([
    ["capacity", broken.capacity, "waived"],
    ["path", broken.path, "waived"],
    ["metrics", broken.metrics, "waived"],
    ["capacity", { endpoints: { stable: 2, canary: 0 } }, "refuse"],
    ["digest", broken.digest, "refuse"],
    ["release", broken.release, "refuse"],
    ["order", broken.order, "refuse"],
    ["not-aborted", broken["not-aborted"], "refuse"],
    ["no-drift", broken["no-drift"], "refuse"],
    ["verdict", broken.verdict, "refuse"],
    ["both-failing", broken["both-failing"], "refuse"],
  ] as const)("treats %s with %j as %s", (id, change, expected) => {
    expect(resultsOf(factsOf({ ...change, emergency }))[id]).toBe(expected);
  });

  test("names reason and end of every waiver", () => {
    const { checks, open } = assessGate(factsOf({ ...broken.capacity, emergency }));
    expect(open).toBe(true);
    expect(checks.find(({ id }) => id === "capacity")?.text).toBe(
      "ready pods of stable must be at least 3 to carry everything alone: got 2 " +
        "(waived by release.emergency until 2026-11-22T00:00:00Z: stable leaks data)",
    );
  });

  test("waives nothing once it has expired, and says so", () => {
    const report = assessGate(factsOf({ ...broken.capacity, emergency: { ...emergency, expired: true } }));
    expect(report.open).toBe(false);
    expect(report.sentence).toContain("release.emergency waives nothing: it expired at 2026-11-22T00:00:00Z");
  });
});

test("listChecks() gives the way out where a check refuses alone", () => {
  const { checks } = assessGate(factsOf({ ...broken["no-drift"], route: routeOf(1), ...broken.metrics }));
  const lines = listChecks(checks.filter(({ id }) => ["release", "no-drift", "metrics"].includes(id)));
  expect(lines).toEqual([
    `release: pass – this checkout is the ledger's release ${shortDigest(released)}`,
    "no-drift: refuse – live weight must be 0 %: got 7 % → sluice abort",
    expect.stringMatching(/^metrics: report – newest sample of stable must be .*got no series$/),
  ]);
});

test("tellGate() says in one line that everything is as it should be", () => {
  expect(tellGate(assessGate(factsOf()))).toMatch(/^gate to 1 % is open: of \d+ checks \d+ passed$/);
});

test("tellGate() has a line for what is waived, and one for every check where the gate refuses", () => {
  const emergency = { reason: "stable leaks data", expires: "2026-11-22T00:00:00Z", expired: false };
  const open = tellGate(assessGate(factsOf({ ...broken.capacity, emergency })));
  expect(open.split("\n")).toEqual([
    expect.stringMatching(/^capacity: waived – /),
    expect.stringMatching(/^gate to 1 % is open: .* 1 waived$/),
  ]);
  const refused = assessGate(factsOf(broken.metrics));
  expect(tellGate(refused).split("\n")).toEqual(listChecks(refused.checks).join("\n").split("\n"));
});

test("a check awaits something only where all its problems do", () => {
  const awaitsOf = (facts: GateFacts) =>
    Object.fromEntries(assessGate(facts).checks.map(({ id, awaits }) => [id, awaits]));
  expect(awaitsOf(factsOf({ ...broken.order, weight: 50 }))).toMatchObject({
    order: "turn",
    verdict: "evidence",
  });
  expect(awaitsOf(factsOf(broken.verdict))).toMatchObject({ order: undefined, verdict: undefined });
});

test("toGateRefusal() awaits a resume where the pause is among what refuses, whatever else does", () => {
  const refusalOf = (facts: Partial<GateFacts>) => toGateRefusal(assessGate(factsOf(facts)));
  expect(refusalOf(broken.approval)).toEqual({
    text: expect.stringContaining("approval: the release must not be paused"),
    awaits: "resume",
  });
  expect(refusalOf({ ...broken.approval, ...broken.verdict }).awaits).toBe("resume");
  expect(refusalOf(broken.order)).not.toHaveProperty("awaits");
});

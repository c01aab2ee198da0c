import { describeStatus } from "../../../../components/core/commands/explain-ledger";
import type { Status } from "../../../../components/core/commands/status";
import { renderView } from "../../../../components/core/view/render-view";
import { toProof } from "../../../../components/core/view/view";
import type { Proof, ReleaseView } from "../../../../components/core/view/view";
import type { Evidence } from "../../../../components/core/verdict/index";
import {
  attemptOf,
  before,
  ledgerOf,
  ledgerWithoutAttempt,
  released,
  routeOf,
  trackOf,
} from "../../../support/gate";

function statusOf(
  changes: Partial<Status> = {},
  ledger = ledgerOf({ weight: 5, attempt: attemptOf(["passed", "soaking"]) }),
) {
  const facts = {
    environment: "prod",
    app: "app",
    ledger,
    stable: trackOf(before, 3),
    canary: trackOf(released, 1),
    route: routeOf(5),
    observedPercent: 4.84,
    lockAlive: undefined,
    nowSeconds: 2000,
  };
  return { ...describeStatus(facts), ...changes };
}

const proof: Proof = {
  harm: 39,
  safety: 100,
  canary: { requests: 412, errors: 3 },
  stable: { requests: 8381, errors: 10 },
  heldSeconds: 80,
  minimumHoldSeconds: 300,
  leftSeconds: 220,
};

const text = (view: ReleaseView, columns = 80): readonly string[] =>
  renderView(view, columns, 2000).map((line) => line.map((span) => span.text).join(""));

test("renderView() shows a stage that is judged: exposure, failures, both proofs, time, who watches", () => {
  const latency = {
    canary: { p50: 0.012, p95: 0.0804, p99: null },
    stable: { p50: 0.011, p95: 0.078, p99: 0.19 },
  };
  const status = statusOf({
    lock: { stack: "prod-canary-5", who: "anna@laptop", alive: true },
    unwatchedSince: null,
  });
  expect(text({ status, proof, latency })).toEqual([
    "app in prod, attempt 3: progressing",
    "  1 % ✔  5 % ▶  20 % ·  50 % ·  100 % ·",
    "  exposure   5 % wanted, 5 % live, 4.8 % observed",
    "  failed     canary 3 of 412 (0.73 %), stable 10 of 8381 (0.12 %)",
    "  harm       ████████░░░░░░░░░░░░  39 % of the proof that takes it back",
    "  safety     ████████████████████ 100 % of the proof that it is safe",
    "  time       held 1m20s of 5m, about 3m40s left",
    "  not judged p50/p95/p99 canary 12/80/?, stable 11/78/190 ms",
    "  watched by prod-canary-5 (anna@laptop)",
    ...status.next.slice(0, 4).map((step, index) => `  ${index === 0 ? "next" : "or  "}       ${step}`),
  ]);
});

test("renderView() says that nobody watches, who paused, what is wrong", () => {
  const status = statusOf({
    phase: "held",
    weight: { ledger: 5, live: null, observed: null },
    unwatchedSince: new Date(1940 * 1000).toISOString(),
    watcher: { who: "ci@runner", at: null },
    paused: { who: "anna", at: null, reason: "a sale" },
    note: "no proof in time",
    problems: [{ text: "missing: route", fix: "x" }],
  });
  const none = { requests: 0, errors: 0 };
  const { safety: _, ...unproven } = { ...proof, harm: 60, canary: none, leftSeconds: null };
  const lines = text({ status, proof: unproven, latency: { stable: { p50: 1, p95: 2, p99: 3 } } });
  expect(lines[0]).toBe("app in prod, attempt 3: held, paused");
  expect(lines).toEqual(
    expect.arrayContaining([
      "  exposure   5 % wanted, unknown live, unknown observed",
      "  failed     canary no requests, stable 10 of 8381 (0.12 %)",
      "  time       held 1m20s of 5m, how long is not known",
      "  not judged p50/p95/p99 stable 1000/2000/3000 ms",
      "  watched by sluice watch (ci@runner)",
      "  watched by nobody for 1m",
      "  paused     by anna: a sale; nothing rises",
      "  note       no proof in time",
      "  problem    missing: route",
    ]),
  );
  expect(lines.some((line) => line.includes("safety"))).toBe(false);
  const only = text({ status, latency: { canary: { p50: 1, p95: 2, p99: 3 } } });
  expect(only).toContain("  not judged p50/p95/p99 canary 1000/2000/3000 ms");
});

test("renderView() of nothing but a name", () => {
  const { unwatchedSince: _, ...rest } = statusOf({}, ledgerWithoutAttempt());
  const status = {
    ...rest,
    unwatchedSince: null,
    phase: null,
    attempt: null,
    next: [],
    note: null,
    problems: [],
  };
  expect(text({ status })).toEqual([
    "app in prod: no release was ever made",
    "  exposure   0 % wanted, 5 % live, 4.8 % observed",
  ]);
});

test.each([80, 60, 40, 20, 1])("renderView() is never wider than %s columns", (columns) => {
  const status = statusOf({ note: "n".repeat(300) });
  for (const line of text({ status, proof }, columns)) expect(line.length).toBeLessThanOrEqual(columns);
});

const evidence = {
  stage: { weight: 5, canary: proof.canary, stable: proof.stable },
  trimmedLnE: 1.8,
  failAt: 4.6,
  lnP: 9,
  passAt: 3,
  passed: false,
  needsPassTest: true,
  heldSeconds: 80,
  minimumHoldSeconds: 300,
  predictedSecondsLeft: 220,
} as unknown as Evidence;

test.each<[string, Partial<Evidence>, Partial<Proof>]>([
  ["as shares of what is needed, cut at 100", {}, { harm: 39, safety: 100 }],
  ["cut at 0", { trimmedLnE: -3, lnP: -1 }, { harm: 0, safety: 0 }],
  ["of nothing as 0", { lnP: -Infinity }, { safety: 0 }],
  ["once proven as 100", { passed: true, lnP: 1 }, { safety: 100 }],
])("toProof() tells evidence %s", (_, changes, expected) => {
  expect(toProof({ ...evidence, ...changes })).toMatchObject(expected);
});

test("toProof() has no proof of safety where none is needed, and none before the first stage", () => {
  expect(toProof({ ...evidence, needsPassTest: false })).not.toHaveProperty("safety");
  const { stage: _, ...none } = evidence;
  expect(toProof(none)).toBeUndefined();
});

test("renderView() tells what a trial would have done, and nothing of a quiet one", () => {
  const finding = { stage: "5", atSeconds: 43_440, sentence: "a long sentence ".repeat(20) };
  const trials = [
    { ...finding, name: "slow", result: "would-abort" },
    { ...finding, name: "calm", result: "quiet" },
  ] as const;
  const lines = text({ status: statusOf({ trials }) });
  const at = lines.findIndex((line) => line.includes("on trial"));
  expect(lines[at]).toMatch(/^ {2}on trial {3}slow would have aborted at 12:04 UTC \(stage 5\): a long/);
  expect(lines[at + 1]).toMatch(/^ {13}\w/);
  expect(lines[at + 2]).toMatch(/^ {13}\w.*…$/);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines.join()).not.toContain("calm");
});

test("renderView() tells why a release was taken back", () => {
  const endReason = "fail: 50 of 100 canary requests failed, and 19 of 1900 of stable's; words that go on";
  const lines = text({ status: statusOf({ phase: "aborted", endReason }) });
  const at = lines.findIndex((line) => line.startsWith("  why"));
  expect(`${lines[at]?.slice(13)} ${lines[at + 1]?.trim()}`).toBe(endReason);
  expect(lines.findIndex((line) => line.startsWith("  exposure"))).toBeGreaterThan(at);
  const promoted = text({ status: statusOf({ phase: "promoted", endReason: "promoted" }) });
  expect(promoted.join()).not.toContain("why");
  expect(promoted).toContain(
    "  exposure   every request: it is stable now (canary 5 % live, 4.8 % observed)",
  );
  expect(text({ status: statusOf({ phase: "aborted", endReason: null }) }).join()).not.toContain("why");
});

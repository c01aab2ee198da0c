import * as fc from "fast-check";
import { planRollback } from "../../../cli/rollout/plan-rollback";
import { planRollout } from "../../../cli/rollout/plan-rollout";
import { printProblem } from "../../../components/core/problem";
import { shortDigest } from "../../../components/core/workload/short-digest";
import { weightStage } from "../../../components/core/stage/exposure";
import { ledgerVersion } from "../../../components/core/ledger/ledger";
import type { Attempt, Ledger, Phase, StagePhase } from "../../../components/core/ledger/ledger";

const image = (digit: string): string => `registry.example.org/shop@sha256:${digit.repeat(64)}`;

function ledger(phase: Phase, stages: readonly StagePhase[] = [], over: Partial<Attempt> = {}): Ledger {
  const weights = [1, 50, 100];
  return {
    version: ledgerVersion,
    environment: "prod",
    app: "shop",
    phase,
    weight: 0,
    epoch: "1-a",
    moves: [],
    earlier: [],
    promoted: [{ image: image("a") }],
    aborted: [],
    attempt: {
      number: 2,
      kind: "release",
      image: image("b"),
      previousImage: image("a"),
      stages: stages.map((stage, index) => ({
        ...weightStage(weights[index] ?? 100),
        soakSeconds: 10,
        phase: stage,
      })),
      objectives: {},
      startedAtSeconds: 1,
      ...over,
    },
  };
}

const plan = (found: Ledger | undefined, ...ran: string[]) =>
  planRollout({ environment: "prod", wanted: { image: image("b") }, ledger: found, ran });

test.each([
  ["no ledger", undefined],
  ["a release that is promoted", ledger("promoted")],
  ["a release that is under way", ledger("progressing", ["passed", "soaking", "pending"])],
  ["a release that waits for its promotion", ledger("passed", ["passed", "passed", "passed"])],
  ["a release that was aborted", ledger("aborted", ["failed", "pending", "pending"])],
])("planRollout() runs the base stack first with %s", (_name, found) => {
  expect(plan(found)).toMatchObject({ kind: "up", stack: "prod" });
});

test.each<[string, Ledger, number | undefined]>([
  ["another image that is under way", ledger("progressing", ["soaking"], { image: image("c") }), 2],
  ["the same image", ledger("progressing", ["soaking"]), undefined],
  ["another image that was promoted", ledger("promoted", [], { image: image("c") }), undefined],
])("planRollout() means to end %s, if any, in its first run alone", (_name, found, expected) => {
  const first = plan(found);
  if (expected === undefined) expect(first).not.toHaveProperty("supersede");
  else expect(first).toMatchObject({ supersede: expected });
  expect(plan(found, "prod")).not.toHaveProperty("supersede");
});

test.each<[string, StagePhase[], string, string]>([
  ["begins with the first stage", ["pending", "pending", "pending"], "prod-canary-1", "stage 1 %"],
  ["skips a stage that passed", ["passed", "pending", "pending"], "prod-canary-50", "stage 50 %"],
  [
    "goes on with a stage that was interrupted",
    ["passed", "soaking", "pending"],
    "prod-canary-50",
    "stage 50 %, goes on (soaking)",
  ],
  [
    "goes on with a stage that is held",
    ["held", "pending", "pending"],
    "prod-canary-1",
    "stage 1 %, goes on (held)",
  ],
])("planRollout() %s", (_name, stages, stack, why) => {
  expect(plan(ledger("progressing", stages), "prod")).toEqual({ kind: "up", stack, why });
});

test("planRollout() promotes when the last stage passed", () => {
  const found = ledger("passed", ["passed", "passed", "passed"]);
  expect(plan(found, "prod", "prod-canary-100")).toMatchObject({ kind: "up", stack: "prod" });
});

test.each<[string, Ledger, number, string]>([
  ["is promoted", ledger("promoted"), 0, "is promoted"],
  [
    "is promoted with other settings",
    ledger("promoted", [], { revision: "0b1c2d3e4f", changes: ["env LOG_LEVEL"] }),
    0,
    "(revision 0b1c2d3e4f), with changes of env LOG_LEVEL is promoted",
  ],
  ["was aborted", ledger("aborted", ["failed"], { endReason: "fail: errors" }), 3, "sluice retry prod"],
  [
    "is stable already",
    {
      ...ledger("aborted"),
      promoted: [{ image: image("b") }],
      attempt: ledger("aborted", [], { image: image("c") }).attempt!,
    },
    0,
    "nothing to release",
  ],
  [
    "was aborted by an earlier attempt",
    { ...ledger("promoted", [], { image: image("a") }), aborted: [{ image: image("b") }] },
    3,
    "(by an earlier attempt)\n  → check out another one, or sluice retry prod",
  ],
  ["is not the ledger's", ledger("progressing", [], { image: image("c") }), 3, "sluice status prod"],
  ["has no stage left but did not pass", ledger("held", ["passed"]), 1, "sluice abort"],
])("planRollout() ends when the image %s", (_name, found, exitCode, text) => {
  const step = plan(found, "prod");
  expect(step).toMatchObject({ kind: "end", exitCode });
  expect(step.kind === "end" && printProblem(step.end)).toContain(text);
});

test("planRollout() ends when the base stack left no ledger", () => {
  expect(plan(undefined, "prod")).toMatchObject({ kind: "end", exitCode: 1 });
});

test("planRollout() runs no stack a third time that changed nothing twice", () => {
  const found = ledger("progressing", ["pending", "pending"]);
  expect(plan(found, "prod", "prod-canary-1")).toMatchObject({ kind: "up", stack: "prod-canary-1" });
  expect(plan(found, "prod", "prod-canary-1", "prod-canary-1")).toMatchObject({ kind: "end", exitCode: 1 });
});

test("planRollout() never skips a stage that has not passed, and never runs one that has", () => {
  const phase = fc.constantFrom<StagePhase>("pending", "shifting", "soaking", "held", "passed");
  fc.assert(
    fc.property(fc.array(phase, { minLength: 1, maxLength: 3 }), (stages) => {
      const found = ledger("progressing", stages);
      const step = plan(found, "prod");
      const first = found.attempt?.stages.find((stage) => stage.phase !== "passed");
      expect(step).toMatchObject(
        first === undefined ? { kind: "end" } : { kind: "up", stack: `prod-canary-${first.key}` },
      );
    }),
  );
});

test("planRollback() is a rollout of its one stage, and ends with what has to be reverted", () => {
  const back = { ...ledger("progressing", ["pending"], { kind: "rollback", image: image("a") }) };
  const run = (found: Ledger, ...ran: string[]) => planRollback("prod", { image: image("a") }, found, ran);
  expect(run(back)).toMatchObject({ kind: "up", stack: "prod" });
  expect(run(back, "prod")).toMatchObject({ kind: "up", stack: "prod-canary-1" });
  expect(run({ ...back, phase: "promoted" }, "prod", "prod-canary-1", "prod")).toEqual({
    kind: "end",
    exitCode: 0,
    end: {
      text: `Rolled back: ${shortDigest(image("a"))} is stable again`,
      fix: expect.stringContaining("revert in the checkout what the version left behind changed"),
    },
  });
});

test("planRollback() says of one that was aborted where to look, and what else can be gone back to", () => {
  const attempt = { kind: "rollback", image: image("a"), endReason: "fail: worse" } as const;
  const aborted = ledger("aborted", ["held"], attempt);
  const end = (found: Ledger) => planRollback("prod", { image: image("a") }, found, ["prod"]);
  expect(end(aborted)).toEqual({
    kind: "end",
    exitCode: 3,
    end: {
      text: expect.stringMatching(
        /^Cannot roll back "\w+" to sha256:a+: attempt \d+ must not be aborted: got fail: worse$/,
      ),
      fix: "sluice status prod shows where traffic is",
    },
  });
  const more = { ...aborted, promoted: [{ image: image("e") }, { image: image("f") }] };
  expect(end(more)).toMatchObject({
    end: { fix: expect.stringContaining(`where stable is bad: sluice rollback prod --to ${image("e")}`) },
  });
});

test.each([
  ["rollback", ledger("promoted", [], { kind: "rollback", image: image("c"), number: 7 })],
  ["release", ledger("progressing", ["soaking"], { image: image("c"), number: 7 })],
])("planRollout() ends where somebody's %s came between, and names it", (kind, found) => {
  expect(plan(found, "prod")).toEqual({
    kind: "end",
    exitCode: 3,
    end: {
      text: `Cannot roll out "shop": no other command must have begun an attempt meanwhile: got attempt 7 (${kind}) of ${shortDigest(image("c"))}, ${found.phase}`,
      fix: "sluice status prod shows it; where this version is still wanted: the same command again",
    },
  });
});

test("planRollout() ends where somebody brings an earlier version back meanwhile", () => {
  const back = ledger("progressing", ["pending"], {
    kind: "rollback",
    image: image("a"),
    previousImage: image("b"),
  });
  const found = { ...back, promoted: [{ image: image("a") }, { image: image("b") }] };
  expect(
    planRollout({ environment: "prod", wanted: { image: image("c") }, ledger: found, ran: ["prod"] }),
  ).toEqual({
    kind: "end",
    exitCode: 3,
    end: {
      text: `Cannot roll out "shop": no rollback must be under way: got attempt 2 to ${shortDigest(image("a"))}, progressing`,
      fix: "sluice rollback prod goes on with it; sluice abort prod --reason TEXT ends it",
    },
  });
});

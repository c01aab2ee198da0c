import { exitCodes } from "../../../../components/core/exit-code";
import type { ExitCode } from "../../../../components/core/exit-code";
import type { MemberFacts } from "../../../../components/core/fleet/fleet";
import { planWaves } from "../../../../components/core/fleet/plan-waves";
import { factOf, fleetOf, promotedAt, rejected, runningAt, waiting } from "./scene";

const fleet = fleetOf([["a"], ["b", "c", "d"]]);
const now = 1000;
const done = { run: exitCodes.done };
const going = { run: "going" } as const;
const baked = factOf("a", promotedAt(900), done);

const planOf = (changes: Partial<typeof fleet>, ...facts: readonly MemberFacts[]) =>
  planWaves({ ...fleet, ...changes }, facts, now);

const restWaits = [factOf("b", waiting), factOf("c", waiting), factOf("d", waiting)];

describe("planWaves()", () => {
  test("begins with the first wave alone", () => {
    const plan = planOf({}, factOf("a", waiting), ...restWaits);
    expect(plan).toMatchObject({ state: "going", wave: 1, begin: ["a"] });
  });

  test("runs once what is promoted already, and waits for its bake time", () => {
    expect(planOf({}, factOf("a", promotedAt(10)), ...restWaits)).toMatchObject({ begin: ["a"] });
    const baking = planOf({}, factOf("a", promotedAt(901), done), ...restWaits);
    expect(baking).toMatchObject({ state: "going", wave: 1, begin: [], waitUntilSeconds: 1001 });
  });

  test("begins as many of the next wave as may run at once", () => {
    expect(planOf({}, baked, ...restWaits)).toMatchObject({ wave: 2, begin: ["b", "c"] });
    const plan = planOf({}, baked, factOf("b", runningAt(5), going), ...restWaits.slice(1));
    expect(plan.begin).toEqual(["c"]);
    const full = [factOf("b", runningAt(5), going), factOf("c", waiting, going), factOf("d", waiting)];
    expect(planOf({ maxParallel: 1 }, baked, ...full).begin).toEqual([]);
  });

  test("goes on first with a canary that an interrupted command left", () => {
    const plan = planOf({ maxParallel: 1 }, baked, ...restWaits.slice(0, 2), factOf("d", runningAt(5)));
    expect(plan.begin).toEqual(["d"]);
  });

  test("is done after the last wave's bake time", () => {
    const all = ["b", "c", "d"].map((name) => factOf(name, promotedAt(900), done));
    expect(planOf({}, baked, ...all)).toMatchObject({ state: "done", wave: 2, begin: [] });
    const late = [...all.slice(1), factOf("b", promotedAt(950), done)];
    expect(planOf({}, baked, ...late)).toMatchObject({ state: "going", waitUntilSeconds: 1050 });
  });

  test("takes nothing back for what is found wrong after the last bake time", () => {
    const wrong = (sinceSeconds: number) =>
      factOf("d", { kind: "wrong", sinceSeconds, atSeconds: 1, hasWayBack: true });
    const others = ["b", "c"].map((name) => factOf(name, promotedAt(900)));
    const plan = planOf({ onFailure: "all" }, factOf("a", promotedAt(10)), ...others, wrong(900));
    expect(plan).toMatchObject({ state: "going", begin: ["a"], rollBack: [] });
    const late = planOf({ onFailure: "region" }, factOf("a", promotedAt(10)), ...others, wrong(901));
    expect(late).toMatchObject({ state: "halted", rollBack: ["d"] });
  });

  test("halts where the release is bad: canaries go, a promotion under way ends, nothing begins", () => {
    const facts = [
      baked,
      factOf("b", rejected, { run: exitCodes.failed }),
      factOf("c", runningAt(5), going),
      factOf("d", runningAt(100, { phase: "passed" }), going),
    ];
    const plan = planOf({ maxParallel: 3 }, ...facts);
    expect(plan).toMatchObject({ state: "halted", begin: [], abort: ["c"], rollBack: [], because: ["b"] });
    expect(planOf({ onFailure: "all" }, ...facts)).toMatchObject({ abort: ["c", "d"], rollBack: ["a"] });
  });

  test("halts what has not moved yet by ending its run", () => {
    const facts = [factOf("b", rejected), factOf("c", waiting, going), factOf("d", runningAt(0), going)];
    expect(planOf({}, baked, ...facts)).toMatchObject({ interrupt: ["c", "d"], abort: [] });
  });

  test.each<[string, MemberFacts, object]>([
    ["a promotion that nobody drives", factOf("c", runningAt(50, { phase: "promoting" })), { abort: ["c"] }],
    ["a failure whose canary still has traffic", factOf("c", runningAt(5), { run: 4 }), { abort: ["c"] }],
    ["a canary without traffic", factOf("c", runningAt(0)), { abort: [], interrupt: [] }],
    [
      "a release that was found wrong",
      factOf("c", { kind: "wrong", sinceSeconds: 950, atSeconds: 1, hasWayBack: true }),
      { rollBack: ["c"] },
    ],
    [
      "nothing to go back to",
      factOf("c", { kind: "wrong", sinceSeconds: 950, atSeconds: 1, hasWayBack: false }),
      { rollBack: [] },
    ],
    [
      "a rollback under way",
      factOf("c", { kind: "leaving" }),
      { abort: [], rollBack: [], because: ["b", "c"] },
    ],
  ])("halted, %s", (_name, fact, expected) => {
    const plan = planOf({}, baked, factOf("b", rejected), fact, factOf("d", waiting));
    expect(plan).toMatchObject({ state: "halted", ...expected });
  });

  test("rolls back what is stable already, latest first, once its own run is over", () => {
    const stable = runningAt(0, { phase: "promoting" });
    const facts = [factOf("b", promotedAt(950), done), factOf("c", rejected), factOf("d", stable)];
    expect(planOf({ onFailure: "all" }, baked, ...facts).rollBack).toEqual(["d", "b", "a"]);
    const running = [factOf("b", promotedAt(950), going), factOf("c", rejected), factOf("d", stable, going)];
    expect(planOf({ onFailure: "all" }, baked, ...running)).toMatchObject({ rollBack: ["a"], interrupt: [] });
    expect(planOf({}, baked, ...facts).rollBack).toEqual([]);
  });

  test.each<[string, ExitCode]>([
    ["held", exitCodes.inconclusive],
    ["refused", exitCodes.refused],
    ["against a policy", exitCodes.policy],
  ])("stops where a run ended %s: others go on, and what nobody watches is taken off", (_name, run) => {
    const facts = [
      factOf("b", runningAt(5), { run }),
      factOf("c", runningAt(5), going),
      factOf("d", waiting),
    ];
    expect(planOf({}, baked, ...facts)).toMatchObject({
      state: "stopped",
      begin: [],
      abort: ["b"],
      interrupt: [],
      because: ["b"],
    });
  });

  test("does not halt for what this command took off itself: others go on", () => {
    const left = factOf("b", rejected, { run: exitCodes.inconclusive, wasLeft: true });
    const facts = [left, factOf("c", runningAt(5), going), factOf("d", waiting)];
    expect(planOf({}, baked, ...facts)).toMatchObject({ state: "stopped", abort: [], because: ["b"] });
  });

  test("leaves what a watchdog watches, and what has no traffic", () => {
    const watched = factOf("b", runningAt(5), { run: exitCodes.inconclusive, hasWatchdog: true });
    const idle = factOf("c", waiting, { run: exitCodes.refused });
    expect(planOf({}, baked, watched, idle, factOf("d", waiting)).abort).toEqual([]);
  });

  test("stops where a ledger cannot be read, or a run ended well without a promotion", () => {
    const unknown = factOf("d", { kind: "unknown", problem: "HTTP 503" });
    expect(planOf({}, baked, ...restWaits.slice(0, 2), unknown)).toMatchObject({
      state: "stopped",
      because: ["d"],
    });
    const odd = [factOf("b", waiting, done), ...restWaits.slice(1)];
    expect(planOf({}, baked, ...odd)).toMatchObject({ state: "stopped", because: ["b"] });
  });
});

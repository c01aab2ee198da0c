import { exitCodes } from "../../../../components/core/exit-code";
import {
  explainPlan,
  explainStanding,
  listWaves,
  listWays,
  reachedShare,
  toFleetReport,
} from "../../../../components/core/fleet/explain-waves";
import type { Fleet } from "../../../../components/core/fleet/fleet";
import { planWaves } from "../../../../components/core/fleet/plan-waves";
import type { Standing } from "../../../../components/core/fleet/standing";
import { factOf, fleetOf, promotedAt, rejected, runningAt, waiting } from "./scene";

const wrong: Standing = { kind: "wrong", sinceSeconds: 0, atSeconds: 60, hasWayBack: true };
const unknown: Standing = { kind: "unknown", problem: "HTTP 503" };

test.each<[Standing, string, readonly string[]]>([
  [waiting, "waits", []],
  [runningAt(5), "progressing at 5 %", ["sluice rollout a", "sluice abort a --reason TEXT"]],
  [
    runningAt(5, { phase: "held", isPaused: true }),
    "held at 5 %, paused",
    ["sluice rollout a", "sluice abort a --reason TEXT"],
  ],
  [promotedAt(60), "promoted at 1970-01-01T00:01:00Z", []],
  [promotedAt(0), "promoted", []],
  [wrong, "promoted, found wrong at 1970-01-01T00:01:00Z", ["sluice verify a", "sluice rollback a"]],
  [rejected, "rejected: fail: errors", ["sluice report a", "sluice retry a --reason TEXT"]],
  [{ kind: "leaving" }, "rolls back", ["sluice rollback a"]],
  [unknown, "not known: HTTP 503", ["sluice status a"]],
])("explainStanding() and listWays() of %j", (standing, text, ways) => {
  expect(explainStanding(standing)).toBe(text);
  expect(listWays({ environment: "a", standing })).toEqual(ways);
});

const shared: Fleet = {
  ...fleetOf([["a"], ["b"], ["c"], ["d"]]),
  waves: [10, 20, 30, 40].map((share, at) => ({
    bakeSeconds: 100,
    environments: [{ environment: String("abcd"[at]), share }],
  })),
};

test("reachedShare() counts what is promoted whole, and a canary by its weight", () => {
  const facts = [
    factOf("a", wrong),
    factOf("b", runningAt(50, { phase: "promoting" })),
    factOf("c", runningAt(5)),
  ];
  expect(reachedShare(shared, facts)).toBe(31.5);
  expect(reachedShare(shared, [...facts, factOf("d", waiting)])).toBe(31.5);
  expect(reachedShare(fleetOf([["a"]]), facts)).toBeUndefined();
  const part: Fleet = {
    ...shared,
    waves: [{ bakeSeconds: 1, environments: [{ environment: "a", share: 60 }, { environment: "b" }] }],
  };
  expect(reachedShare(part, facts)).toBe(60);
});

test("listWaves() has a line for each environment", () => {
  const facts = [
    factOf("a", promotedAt(60)),
    factOf("b", runningAt(5)),
    factOf("c", waiting),
    factOf("d", waiting),
  ];
  expect(listWaves(shared, facts)).toEqual([
    "wave  environment  traffic  release",
    "1     a            10 %     promoted at 1970-01-01T00:01:00Z",
    "2     b            20 %     progressing at 5 %",
    "3     c            30 %     waits",
    "4     d            40 %     waits",
  ]);
  expect(listWaves(fleetOf([["a"]]), facts.slice(0, 1)).at(-1)).toBe(
    "1     a                     promoted at 1970-01-01T00:01:00Z",
  );
});

const fleet = fleetOf([["a"], ["b", "c"]]);
const done = { run: exitCodes.done };

test.each([
  [
    "begin",
    [factOf("a", promotedAt(0), done), factOf("b", waiting), factOf("c", waiting)],
    "wave 2 of 2: b, c begins",
    undefined,
  ],
  [
    "run",
    [factOf("a", runningAt(5), { run: "going" as const }), factOf("b", waiting), factOf("c", waiting)],
    "wave 1 of 2 is under way",
    undefined,
  ],
  [
    "bake",
    [factOf("a", promotedAt(950), done), factOf("b", waiting), factOf("c", waiting)],
    "wave 1 of 2 is promoted and bakes until 1970-01-01T00:17:30Z",
    undefined,
  ],
  [
    "halt",
    [factOf("a", promotedAt(0), done), factOf("b", rejected), factOf("c", waiting)],
    '"global" is halted in wave 2 of 2: b rejected: fail: errors',
    expect.stringMatching(/sluice retry.*sluice rollout --fleet global$/u),
  ],
  [
    "stop",
    [factOf("a", promotedAt(0), done), factOf("b", runningAt(5), { run: 6 as const }), factOf("c", waiting)],
    '"global" is stopped in wave 2 of 2: b progressing at 5 %',
    expect.stringMatching(/sluice rollout --fleet global$/u),
  ],
  [
    "look afterwards",
    [factOf("a", promotedAt(0), done), factOf("b", wrong, done), factOf("c", wrong, done)],
    '"global" is released: all 2 waves are promoted; found wrong since: b, c',
    undefined,
  ],
  [
    "end",
    ["a", "b", "c"].map((name) => factOf(name, promotedAt(0), done)),
    '"global" is released: all 2 waves are promoted',
    undefined,
  ],
])("explainPlan() of a %s", (_name, facts, text, fix) => {
  expect(explainPlan(fleet, planWaves(fleet, facts, 1000), facts)).toEqual(
    fix === undefined ? { text } : { text, fix: fix as unknown },
  );
});

test("toFleetReport() has every environment with its wave, and the way on", () => {
  const facts = [factOf("a", promotedAt(0), done), factOf("b", rejected), factOf("c", runningAt(5))];
  expect(toFleetReport(fleet, planWaves(fleet, facts, 1000), facts)).toMatchObject({
    fleet: "global",
    state: "halted",
    wave: 2,
    waves: 2,
    because: ["b"],
    bakesUntil: null,
    reachedSharePercent: null,
    environments: [
      { environment: "a", wave: 1, share: null, standing: "promoted", weight: 0, next: [] },
      { environment: "b", wave: 2, standing: "rejected" },
      { environment: "c", wave: 2, standing: "running", weight: 5 },
    ],
  });
  const baking = [factOf("a", promotedAt(10), done), ...facts.slice(1)].map((one) => ({
    ...one,
    standing: one.environment === "a" ? one.standing : waiting,
  }));
  const report = toFleetReport(
    { ...shared, waves: shared.waves.slice(0, 2) },
    planWaves({ ...shared, waves: shared.waves.slice(0, 2) }, baking, 20),
    baking,
  );
  expect(report).toMatchObject({
    bakesUntil: "1970-01-01T00:01:50Z",
    reachedSharePercent: 10,
    environments: [{ share: 10 }, { share: 20 }],
  });
  expect(report).not.toHaveProperty("fix");
});

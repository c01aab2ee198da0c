import { aborted } from "../../../components/core/ledger/transitions/weight-transition";
import { parseLedger } from "../../../components/ledger/ledger-schema";
import { matchWeight, mirrorWeight, weightOf } from "../../../components/core/stage/exposure";
import { attemptOf, ledgerOf } from "../../support/gate";

/** The same as version 1 had it. */
function asVersion1(changes: Parameters<typeof ledgerOf>[0] = {}): Record<string, unknown> {
  const { attempt, ...ledger } = ledgerOf(changes);
  const stages = attempt?.stages.map(({ key: _key, exposure, ...stage }) => ({
    weight: weightOf({ exposure }),
    ...stage,
  }));
  return { ...ledger, version: 1, ...(attempt === undefined ? {} : { attempt: { ...attempt, stages } }) };
}

const problemOf = (stored: unknown): string => {
  const parsed = parseLedger(JSON.stringify(stored));
  return "problem" in parsed ? parsed.problem : "none";
};

describe("parseLedger()", () => {
  test("reads version 1 as version 2: evidence, verdicts and movers stay", () => {
    const counts = { requests: 100, errors: 1 };
    const verdict = {
      kind: "pass",
      basis: "errorBound",
      sentence: "s",
      canary: counts,
      stable: counts,
    } as const;
    const attempt = attemptOf(["passed", "soaking"]);
    const stages = attempt.stages.map((stage, i) => (i === 0 ? { ...stage, verdict } : stage));
    const ledger = ledgerOf({
      weight: 5,
      attempt: { ...attempt, stages },
      evidence: { version: 1, parameters: {}, stage: { weight: 5 } },
      watchedUntilSeconds: 2000,
      moves: [{ atSeconds: 1500, from: 1, to: 5, by: "prod-canary-5", reason: "gate" }],
    });
    expect(parseLedger(JSON.stringify(asVersion1(ledger)))).toEqual({ ledger });
  });

  test("reads what it writes", () => {
    const ledger = ledgerOf({
      attempt: attemptOf([], { revision: "0123456789", previousRevision: "a".repeat(10) }),
    });
    expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
  });

  test("keeps what a newer Sluice added, at any depth, through a transition and a rewrite", () => {
    const attempt = attemptOf(["soaking"]);
    const newer = {
      ...ledgerOf({ weight: 1 }),
      attempt: {
        ...attempt,
        trials: [{ name: "n", stage: "1", result: "quiet", atSeconds: 1, sentence: "s", cost: 3 }],
        budget: { left: 0.5 },
        stages: attempt.stages.map((stage) => ({ ...stage, mood: "calm" })),
      },
      moves: [{ atSeconds: 1, from: 0, to: 1, by: "prod-canary-1", reason: "gate", ticket: "OPS-1" }],
      region: "north",
    };
    const parsed = parseLedger(JSON.stringify(newer));
    if ("problem" in parsed) throw new Error(parsed.problem);
    const ledger = aborted(parsed.ledger, "abort: a test", 9, { kind: "abort" });
    const again = parseLedger(JSON.stringify(ledger));
    expect(again).toMatchObject({
      ledger: {
        phase: "aborted",
        region: "north",
        attempt: {
          budget: { left: 0.5 },
          trials: [{ cost: 3 }],
          stages: attempt.stages.map(() => ({ mood: "calm" })),
        },
        moves: [{ ticket: "OPS-1" }],
      },
    });
  });

  test("refuses a way of exposure that it does not know: whom it reaches is not known", () => {
    const attempt = attemptOf(["soaking"]);
    const stages = attempt.stages.map((stage) => ({ ...stage, exposure: { header: "x", weight: 1 } }));
    expect(problemOf(ledgerOf({ attempt: { ...attempt, stages } as never }))).toContain("exposure");
  });

  test.each([
    [matchWeight, { match: { on: "header", name: "x-beta", by: "exact", value: "1" } as const }],
    [mirrorWeight, { mirror: { percent: 5, repeatable: ["GET"] } }],
  ])(
    "reads the exposure of place %s as it writes it, and no other weight between whole ones",
    (weight, exposure) => {
      const attempt = attemptOf(["soaking"]);
      const stages = attempt.stages.map((stage, at) =>
        at === 0 ? { ...stage, key: "beta", exposure } : stage,
      );
      const ledger = ledgerOf({ weight, attempt: { ...attempt, stages } });
      expect(parseLedger(JSON.stringify(ledger))).toEqual({ ledger });
      expect(problemOf({ ...ledger, weight: 0.3 })).toContain("weight: must be a whole percent");
    },
  );

  test.each([
    ["a later version", { ...ledgerOf(), version: 4 }, "version must be at most 3: got 4"],
    ["no version", { ...ledgerOf(), version: undefined }, "version: "],
    ["a damaged stage of version 1", { ...asVersion1(), attempt: { stages: [7] } }, "attempt.stages.0: "],
    [
      "no weight in version 1",
      { ...asVersion1(), attempt: { stages: [{}] } },
      "attempt.stages.0.exposure.weight: ",
    ],
    ["a revision that is no name", ledgerOf({ attempt: attemptOf([], { revision: "7" }) }), "ten hex digits"],
    ["null", null, "(root): "],
  ])("refuses %s", (_name, stored, problem) => {
    expect(problemOf(stored)).toContain(problem);
  });

  test("refuses text that is no JSON", () => {
    expect(parseLedger("{")).toEqual({ problem: expect.stringContaining("is not JSON") });
  });
});

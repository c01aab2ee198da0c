import fc from "fast-check";
import { decideUndo, demandOfRelease, isUndoDue } from "../../../../components/core/lever/decide-undo";
import type { UndoFacts } from "../../../../components/core/lever/decide-undo";

const fine = {
  route: { weight: 0, epoch: "5-x", readiness: { kind: "ready" } },
  epoch: "5-x",
  countsIn: "router",
  silence: { countable: true, requests: 0, scrapes: 2, seconds: 3 },
  propagationSeconds: 3,
} as const satisfies UndoFacts;

const route = (changes: object): UndoFacts["route"] => ({ ...fine.route, ...changes });
const silence = (changes: object) => ({ ...fine.silence, ...changes });
const notReported = { kind: "not-reported", text: "nothing is reported", fix: "" } as const;
const pending = { kind: "pending", text: "generation 7 was not seen yet", fix: "" } as const;

test.each<[string, Partial<UndoFacts>, string, RegExp?]>([
  ["weight 0, ours, nobody came", {}, "undo"],
  ["no route", { route: undefined }, "keep", /no route/],
  ["the route still sends", { route: route({ weight: 20 }) }, "keep", /got 20 %/],
  [
    "a rule of others sends",
    { route: route({ weight: 0, foreign: { written: 0, rules: [] } }) },
    "keep",
    /rule of others/,
  ],
  [
    "rules could not be looked for",
    { route: route({ unseen: ["ingresses of namespace prod"] }) },
    "keep",
    /ingresses/,
  ],
  ["another writer wrote 0", { route: route({ epoch: "6-y" }) }, "keep", /epoch is 6-y, the ledger's 5-x/],
  ["a contender fenced our 0", { route: route({ epoch: "6-y", fencedFrom: ["5-x"] }) }, "undo"],
  ["nobody ever wrote", { route: route({ epoch: "" }), epoch: "" }, "undo"],
  ["the ledger knows no epoch", { epoch: "" }, "keep", /ledger's none/],
  ["the route lost its epoch", { route: route({ epoch: "" }) }, "keep", /epoch is none/],
  ["the router has not followed", { route: route({ readiness: pending }) }, "wait", /generation 7/],
  ["the router does not take it", { route: route({ readiness: { ...pending, kind: "refused" } }) }, "wait"],
  ["the router does not report", { route: route({ readiness: notReported }) }, "undo"],
  ["pods count, the router reports", { countsIn: "pod", silence: silence({ seconds: 6 }) }, "undo"],
  ["pods count, half the time", { countsIn: "pod" }, "wait", /no request for 3 of 6 s/],
  [
    "pods count, the router does not report",
    { countsIn: "pod", route: route({ readiness: notReported }) },
    "keep",
  ],
  ["requests still come", { silence: silence({ requests: 1 }) }, "wait", /1 requests still/],
  [
    "nothing can be counted",
    { silence: silence({ countable: false, seconds: 900 }) },
    "wait",
    /cannot be counted/,
  ],
  ["one scrape", { silence: silence({ scrapes: 1, seconds: 90 }) }, "wait", /1 of 2 scrapes/],
  ["too short", { silence: silence({ seconds: 2.9 }) }, "wait", /2 of 3 s/],
])("decideUndo(): %s", (_name, changes, kind, text = /.*/) => {
  const decision = decideUndo({ ...fine, ...changes });
  expect(decision.kind).toBe(kind);
  expect("text" in decision ? decision.text : "").toMatch(text);
});

test("decideUndo() waits for counts after weight 0 was read", () => {
  const { silence: _, ...before } = fine;
  expect(decideUndo(before).kind).toBe("wait");
});

test("decideUndo() never undoes while the route sends, was written by another, or a request came", () => {
  const any = fc.record({
    route: fc.option(
      fc.record({
        weight: fc.constantFrom(0, 1, 20, 100),
        epoch: fc.constantFrom("", "5-x", "6-y"),
        readiness: fc.constantFrom(fine.route.readiness, pending, notReported),
        unseen: fc.constantFrom([], ["ingresses"]),
      }),
      { nil: undefined },
    ),
    epoch: fc.constantFrom("", "5-x"),
    countsIn: fc.constantFrom("router" as const, "pod" as const),
    silence: fc.record({
      countable: fc.boolean(),
      requests: fc.nat(2),
      scrapes: fc.nat(3),
      seconds: fc.nat(20),
    }),
    propagationSeconds: fc.nat(10),
  });
  fc.assert(
    fc.property(any, (facts) => {
      if (decideUndo(facts).kind !== "undo") return;
      expect(facts.route).toMatchObject({ weight: 0, epoch: facts.epoch, unseen: [] });
      expect(facts.silence).toMatchObject({ countable: true, requests: 0 });
      expect(facts.silence.seconds).toBeGreaterThanOrEqual(facts.propagationSeconds);
    }),
  );
});

test("demandOfRelease() lets no attempt begin and nothing be promoted while it stands", () => {
  const kinds = [
    "first",
    "start",
    "supersede",
    "promote",
    "continue",
    "refuse",
    "none",
    "aborted",
    "revert",
  ] as const;
  expect(Object.fromEntries(kinds.map((kind) => [kind, demandOfRelease(kind)]))).toEqual({
    first: "must",
    start: "must",
    supersede: "must",
    promote: "refuse",
    continue: "may",
    refuse: "tell",
    none: "may",
    aborted: "may",
    revert: "may",
  });
});

test("isUndoDue() asks for a lever that stands and a route at 0", () => {
  const lever = { kind: "stable", service: "app-canary" } as const;
  expect(isUndoDue(lever, { weight: 0 })).toBe(true);
  expect(isUndoDue(lever, { weight: 20 })).toBe(false);
  expect(isUndoDue(lever, undefined)).toBe(false);
  expect(isUndoDue({ kind: "canary" }, { weight: 0 })).toBe(false);
});

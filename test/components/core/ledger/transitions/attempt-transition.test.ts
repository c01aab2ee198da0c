import { weightStage } from "../../../../../components/core/stage/exposure";
import {
  isRebuilt,
  nextAttemptNumber,
  startAttempt,
  startFirst,
} from "../../../../../components/core/ledger/transitions/attempt-transition";
import type { EarlierAttempt, Ledger } from "../../../../../components/core/ledger/ledger";
import { A, B, C, attempt, image, ledger, now, running, stages } from "../../release/world";

const first = { environment: "prod", app: "shop", image: A, objectives: { errors: 0.01 }, nowSeconds: now };
const start = { image: B, stages, objectives: { errors: 0.01 }, epoch: "7-x", nowSeconds: now };
const firstLedger = (change: Partial<Ledger> = {}) =>
  ledger({
    phase: "promoting",
    promoted: [],
    epoch: "",
    attempt: attempt(A, { number: 1, kind: "first", stages: [] }),
    ...change,
  });

describe("startFirst()", () => {
  test("makes the ledger on the very first up", () => {
    const { ledger: made, event } = startFirst(undefined, first);
    expect(made).toEqual({
      version: 3,
      environment: "prod",
      app: "shop",
      phase: "promoting",
      weight: 0,
      epoch: "",
      moves: [],
      earlier: [],
      promoted: [],
      aborted: [],
      attempt: {
        number: 1,
        kind: "first",
        image: A,
        stages: [],
        objectives: { errors: 0.01 },
        startedAtSeconds: now,
      },
    });
    expect(event).toEqual({
      type: "Normal",
      reason: "AttemptStarted",
      message: "Attempt 1, first deploy of sha256:aaaaaaaaaaaa",
    });
  });

  test("keeps the version of Kubernetes that its chart was rendered for", () => {
    const kept = { kubeVersion: "1.36.0" };
    expect(startFirst(undefined, { ...first, ...kept }).ledger.attempt).toMatchObject(kept);
    const { ledger: made } = startAttempt(ledger({ phase: "promoted" }), {
      ...start,
      ...kept,
      stable: { image: A },
    });
    expect(made.attempt).toMatchObject(kept);
  });

  test("replaces a first deploy and files it", () => {
    const { ledger: made } = startFirst(firstLedger({ epoch: "1-e" }), { ...first, image: B });
    expect(made.attempt).toMatchObject({ number: 2, kind: "first", image: B });
    expect(made.earlier).toEqual([
      {
        number: 1,
        kind: "first",
        image: A,
        outcome: "aborted",
        reason: "replaced",
        startedAtSeconds: now - 100,
        endedAtSeconds: now,
      },
    ]);
    expect(made.epoch).toBe("1-e");
  });

  test.each([
    ["a promoted digest", firstLedger({ promoted: [{ image: A }] }), "a first deploy must be the first"],
    ["a release", ledger({ phase: "aborted", promoted: [], attempt: attempt(B) }), "must be the first"],
    ["stages under way", running(1, "soaking"), "ledger.phase must be promoting or aborted: got progressing"],
  ])("refuses to follow %s", (_name, record, message) => {
    expect(() => startFirst(record, first)).toThrow(message);
  });
});

describe("startAttempt()", () => {
  const promoted = ledger({
    phase: "promoted",
    attempt: attempt(A, { number: 4, endReason: "promoted", endedAtSeconds: now - 50 }),
    aborted: [{ image: C }],
    note: "rebuilt",
    evidence: { old: true },
    watchedUntilSeconds: now - 60,
  });

  test("pins stages and objectives, files the earlier attempt, drops its evidence", () => {
    const { ledger: made, event } = startAttempt(promoted, { ...start, stable: { image: A } });
    expect(made.attempt).toEqual({
      number: 5,
      kind: "release",
      image: B,
      previousImage: A,
      stages: stages.map((stage) => ({ ...stage, phase: "pending" })),
      objectives: { errors: 0.01 },
      startedAtSeconds: now,
    });
    // An abort wrote after the route had been read: its write is none of this attempt.
    const written = startAttempt({ ...promoted, epoch: "9-z" }, { ...start, stable: { image: A } });
    expect(written.ledger.epoch).toBe("9-z");
    // Nobody wrote since the ledger was read, and then the route: somebody brought an older copy of the route back.
    const copied = { ...start, stable: { image: A }, knownEpoch: "9-z" };
    expect(startAttempt({ ...promoted, epoch: "9-z" }, copied).ledger.epoch).toBe(start.epoch);
    expect(startAttempt({ ...promoted, epoch: "10-y" }, copied).ledger.epoch).toBe("10-y");
    expect(made).toMatchObject({
      phase: "progressing",
      weight: 0,
      epoch: "7-x",
      promoted: [{ image: A }],
      aborted: [{ image: C }],
    });
    expect(made.earlier).toEqual([
      expect.objectContaining({
        number: 4,
        outcome: "promoted",
        reason: "promoted",
        endedAtSeconds: now - 50,
      }),
    ]);
    for (const key of ["evidence", "watchedUntilSeconds", "note", "intent"])
      expect(made).not.toHaveProperty(key);
    expect(event.message).toBe("Attempt 5, release of sha256:bbbbbbbbbbbb: 1 % → 50 % → 100 %");
    const [last] = stages.slice(-1).map((stage) => ({ ...stage, checksForSeconds: 300 }));
    const checked = startAttempt(promoted, { ...start, stages: [last!], stable: { image: A } });
    expect(checked.ledger.attempt?.stages).toEqual([{ ...last, phase: "pending" }]);
    expect(checked.event.message).toContain(": checks for 5m → 100 %");
  });

  test("records a stable image that was Available but never promoted", () => {
    const record = ledger({ phase: "aborted", promoted: [], aborted: [{ image: A }] });
    expect(startAttempt(record, { ...start, stable: { image: A } }).ledger).toMatchObject({
      promoted: [{ image: A }],
      attempt: { number: 1, previousImage: A },
      earlier: [],
    });
  });

  test("files an aborted attempt as aborted", () => {
    const record = ledger({ phase: "aborted", attempt: attempt(C, { endReason: "fail: relative" }) });
    expect(startAttempt(record, { ...start, stable: { image: A } }).ledger.earlier).toEqual([
      expect.objectContaining({ number: 2, outcome: "aborted", reason: "fail: relative" }),
    ]);
  });

  test("may follow a ledger that was rebuilt as held, and pins the same image again", () => {
    const rebuilt = ledger({ phase: "held", attempt: attempt(B, { stages: [] }) });
    const { ledger: made } = startAttempt(rebuilt, { ...start, stable: { image: A } });
    expect(made).toMatchObject({ phase: "progressing", attempt: { number: 3, image: B } });
    expect(made.earlier).toEqual([expect.objectContaining({ number: 2, reason: "superseded" })]);
    expect(made.aborted).toEqual([]);
    const other = startAttempt(rebuilt, { ...start, image: C, stable: { image: A } }).ledger;
    expect(other.aborted).toEqual([]);
  });

  test("may not follow a promotion that was rebuilt", () => {
    const rebuilt = ledger({ phase: "promoting", attempt: attempt(B, { stages: [] }) });
    expect(() => startAttempt(rebuilt, { ...start, image: C, stable: { image: A } })).toThrow(
      "got promoting",
    );
  });

  test.each([
    ["a release under way", running(1, "soaking"), {}, "must be promoted or aborted: got progressing"],
    ["weight", { ...promoted, weight: 30 }, {}, "weight must be 0 %: got 30 %"],
    [
      "a pending write",
      { ...promoted, intent: { from: 0, to: 0, epoch: "8-y", atSeconds: now, by: "prod" } },
      {},
      "no write of the route may be pending",
    ],
    ["an aborted image", promoted, { image: C }, "image must not be one that was aborted"],
    ["stable's own image", promoted, { image: image("a", "mirror/app") }, "image must differ from stable's"],
    ["another stable", promoted, { stable: { image: C } }, "stable must be the last promoted version"],
    ["no stages", promoted, { stages: [] }, "stages must have increasing weights: got none"],
    [
      "stages that do not increase",
      promoted,
      { stages: [stages[1], stages[1]] },
      "stages must have increasing weights: got 50, 50",
    ],
    ["a stage of weight 0", promoted, { stages: [{ ...weightStage(0), soakSeconds: 1 }] }, "got 0"],
  ])("refuses %s", (_name, record, change, message) => {
    expect(() => startAttempt(record, { ...start, stable: { image: A }, ...change })).toThrow(message);
  });
});

test("earlier attempts and their numbers: at most 20 are kept, none is used twice", () => {
  const earlier: EarlierAttempt[] = Array.from({ length: 20 }, (_, index) => ({
    number: index + 1,
    kind: "release",
    image: C,
    outcome: "aborted",
    reason: "x",
    startedAtSeconds: 0,
    endedAtSeconds: 1,
  }));
  const record = ledger({ earlier, attempt: attempt(A, { number: 21 }) });
  const { ledger: made } = startAttempt(record, { ...start, stable: { image: A } });
  expect(made.earlier.map(({ number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 2),
  );
  expect(made.attempt?.number).toBe(22);
  expect(nextAttemptNumber(undefined)).toBe(1);
  expect(nextAttemptNumber(ledger({ earlier }))).toBe(21);
});

test.each([
  [undefined, false],
  [attempt(B), false],
  [attempt(B, { stages: [] }), true],
  [attempt(B, { kind: "first", stages: [] }), false],
])("isRebuilt() knows an attempt without pinned stages (%#)", (of, expected) => {
  expect(isRebuilt(of)).toBe(expected);
});

test("an attempt has the names of its revision and of stable's, and says what it changes", () => {
  const stable = { image: A, revision: "1111111111" };
  const version = { image: A, revision: "2222222222" };
  const { ledger: made, event } = startAttempt(ledger({ promoted: [{ image: A }] }), {
    ...start,
    ...version,
    changes: ["env LOG_LEVEL", "resources"],
    stable,
  });
  expect(made.attempt).toMatchObject({
    ...version,
    previousImage: A,
    previousRevision: "1111111111",
    changes: ["env LOG_LEVEL", "resources"],
  });
  expect(made.promoted).toEqual([stable]);
  expect(event.message).toContain("(revision 2222222222), changes env LOG_LEVEL, resources: ");
  const next = startAttempt({ ...made, phase: "aborted" }, { ...start, stable });
  expect(next.ledger.earlier.at(-1)).toMatchObject({ ...version, changes: ["env LOG_LEVEL", "resources"] });
});

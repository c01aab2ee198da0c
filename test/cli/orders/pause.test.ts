import { speak } from "../../../cli/orders/pause";
import { findPerson } from "../../../cli/options/person";
import { waitForResume } from "../../../cli/rollout/wait-for-resume";
import type { Ledger } from "../../../components/core/ledger/ledger";
import { ledgerOf, pausedLedger } from "../../support/gate";
import { fakeEnvironment } from "../support/fake-cluster";

const word = { who: "bert@desk", reason: "a sale" };
const text = (ledger: Ledger) => JSON.stringify({ ...ledger, app: "scholarlink" });

test("speak() pauses and resumes by one write each, without lock and traffic, with an Event", async () => {
  const fake = fakeEnvironment({ ledger: text(ledgerOf({ weight: 5 })), weight: 5 });
  expect(await speak(fake.context, "pause", word)).toMatchObject({
    exitCode: 0,
    sentence: expect.stringContaining("Paused at 5 %"),
    report: { phase: "progressing", weight: 5, paused: { who: "bert@desk", reason: "a sale" } },
  });
  expect(fake.ledger().attempt?.pauses).toMatchObject([word]);
  expect(await speak(fake.context, "pause", { who: "carl@desk", reason: "too" })).toMatchObject({
    exitCode: 0,
    sentence: expect.stringContaining("Already paused by bert@desk"),
  });
  expect(await speak(fake.context, "resume", { who: "carl@desk", reason: "over" })).toMatchObject({
    sentence: expect.stringContaining("next sluice rollout prod"),
    report: { paused: null },
  });
  expect(fake.ledger().attempt?.pauses).toMatchObject([{ ...word, resumed: { who: "carl@desk" } }]);
  expect(fake.events).toEqual(["Paused", "Resumed"]);
  expect(fake.writes.every(({ path }) => path.includes("/configmaps/"))).toBe(true);
  expect(fake.weight()).toBe(5);
});

test("speak() whose answer is lost is found written, once, and says what it did", async () => {
  let isLost = false;
  const fake = fakeEnvironment({
    ledger: text(ledgerOf({ weight: 5 })),
    weight: 5,
    fault: (method) => {
      if (method !== "PUT" || isLost) return undefined;
      isLost = true;
      return "answerLost";
    },
  });
  expect(await speak(fake.context, "pause", word)).toMatchObject({
    sentence: expect.stringContaining("Paused at 5 %"),
  });
  expect(fake.ledger().attempt?.pauses).toHaveLength(1);
});

test.each([
  ["a promotion", text(ledgerOf({ phase: "promoting" })), "got promoting"],
  ["a promoted release", text(ledgerOf({ phase: "promoted" })), "got promoted"],
])("speak() refuses to pause %s, with exit code 3", async (_, ledger, says) => {
  const fake = fakeEnvironment({ ledger, weight: 0 });
  expect(await speak(fake.context, "pause", word)).toMatchObject({
    exitCode: 3,
    sentence: expect.stringContaining(says),
  });
  expect(fake.writes).toEqual([]);
});

test("speak() without a ledger refuses", async () => {
  const fake = fakeEnvironment({ weight: 0 });
  await expect(speak(fake.context, "pause", word)).rejects.toMatchObject({ end: "refused" });
});

test("findPerson() names who started the pipeline, else the account", () => {
  expect(findPerson({})).toMatch(/^[^@ ]+@[^@ ]+$/);
  expect(findPerson({ GITHUB_ACTOR: "", GITLAB_USER_LOGIN: "anna" })).toMatch(/^anna by .+@.+$/);
});

describe("waitForResume()", () => {
  const waiting = (ledgers: readonly (Ledger | undefined)[]) => {
    const said: string[] = [];
    const left = [...ledgers];
    const read = async () => {
      const ledger = left.length > 1 ? left.shift() : left[0];
      if (ledger === undefined) throw new Error("away");
      return { ledger, resourceVersion: "1" };
    };
    const { context } = fakeEnvironment({ weight: 0 });
    return {
      said,
      context: { ...context, store: { ...context.store, read }, say: (line: string) => said.push(line) },
    };
  };
  const passed = pausedLedger({ phase: "passed", weight: 100 });

  test("waits before stable rolls, also past a moment without an answer, and says so", async () => {
    const { said, context } = waiting([
      passed,
      passed,
      undefined,
      ledgerOf({ phase: "passed", weight: 100 }),
    ]);
    const { signal } = new AbortController();
    expect(await waitForResume(context, { signal, everyMs: 1 })).toBe(true);
    expect(said).toEqual([
      expect.stringContaining("stable does not roll, the canary keeps 100 % and no run judges it meanwhile"),
      "resumed: goes on",
    ]);
  });

  test.each([
    ["a stage watches it", pausedLedger()],
    ["nothing is known", undefined],
    ["nobody paused it", ledgerOf()],
  ])("does not wait where %s", async (_, ledger) => {
    const { said, context } = waiting([ledger]);
    expect(await waitForResume(context, { signal: new AbortController().signal })).toBe(true);
    expect(said).toEqual([]);
  });

  test("ends at once by Ctrl-C", async () => {
    const { context } = waiting([passed]);
    expect(await waitForResume(context, { signal: AbortSignal.abort() })).toBe(false);
  });
});

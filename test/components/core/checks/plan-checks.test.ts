import { isOnTrack, judgeCheck, planChecks } from "../../../../components/core/checks/plan-checks";
import type { CheckSpec, CheckUse } from "../../../../components/core/checks/spec";
import { usualUses } from "../../../../components/core/checks/spec";

const expect200 = { status: [200] };
const requests = (url: string, stable?: "passes" | "fails"): CheckSpec["question"] => ({
  kind: "requests",
  requests: [{ url, method: "GET", expect: expect200 }],
  ...(stable === undefined ? {} : { stable }),
});
const spec = (
  name: string,
  question: CheckSpec["question"],
  uses: readonly CheckUse[] = usualUses,
): CheckSpec => ({
  name,
  uses,
  timeoutMs: 1000,
  question,
});
const job: CheckSpec["question"] = { kind: "job", image: "x", env: {}, deadlineSeconds: 60 };
const specs = [
  spec("plain", requests("/")),
  spec("both", requests("/", "passes")),
  spec("repair", requests("/", "fails")),
  spec("elsewhere", requests("https://x/")),
  spec("query", { kind: "promql", query: "up", min: 1 }),
  spec("late", { kind: "webhook", url: "https://x" }, ["promoted"]),
  spec("fresh", { kind: "promql", query: "age", max: 1 }, ["preflight"]),
  { ...spec("keys", requests("/keys"), ["preflight"]), item: "keys" },
];
const names = (use: CheckUse, isCanaryUp = true, isRollback = false) =>
  planChecks(specs, { use, isCanaryUp, isRollback }).map(
    ({ spec: { name }, track, expected }) => `${name} ${track ?? "-"} ${expected}`,
  );

test.each([
  [
    "the first gate",
    names("gate", false),
    ["both stable passes", "repair stable fails", "elsewhere - passes", "query - passes"],
  ],
  [
    "the second gate",
    names("gate"),
    [
      "plain canary passes",
      "both stable passes",
      "both canary passes",
      "repair stable fails",
      "repair canary passes",
      "elsewhere - passes",
      "query - passes",
    ],
  ],
  ["the gate of a rollback", names("gate", true, true), ["plain canary passes", "both canary passes"]],
  [
    "a preflight: what the gate asks, and what answers an item of stable's",
    names("preflight", false),
    [
      "both stable passes",
      "repair stable fails",
      "elsewhere - passes",
      "query - passes",
      "fresh - passes",
      "keys stable passes",
    ],
  ],
  [
    "a promotion",
    names("promoted"),
    [
      "plain stable passes",
      "both stable passes",
      "repair stable passes",
      "elsewhere - passes",
      "query - passes",
      "late - passes",
    ],
  ],
  [
    "an abort",
    names("aborted"),
    ["plain stable passes", "both stable passes", "elsewhere - passes", "query - passes"],
  ],
  [
    "a promoted rollback",
    names("promoted", true, true),
    ["plain stable passes", "both stable passes", "elsewhere - passes", "query - passes", "late - passes"],
  ],
])("planChecks() for %s", (_, planned, expected) => {
  expect(planned).toEqual(expected);
});

test.each([
  ["passes", "passes", "canary", true, '"plain" passes on the canary'],
  ["passes", "fails", "canary", false, 'check "plain" must pass on the canary: got a 500'],
  [
    "fails",
    "passes",
    "stable",
    false,
    'check "plain" must fail on stable, which this release is to repair: got a 500',
  ],
  ["passes", "unknown", undefined, false, 'check "plain" must be answered: got a 500'],
  ["passes", "passes", undefined, true, '"plain" passes'],
] as const)("judgeCheck() where it is to be %s and is %s", (expected, result, track, isFine, text) => {
  const planned = { spec: specs[0] as CheckSpec, expected, ...(track === undefined ? {} : { track }) };
  expect(judgeCheck(planned, { result, text: "a 500" })).toEqual({
    name: "plain",
    isFine,
    ...(result === "unknown" ? { isUnknown: true } : {}),
    text,
    ...(track === undefined ? {} : { track }),
  });
});

test("isOnTrack() is about paths alone", () => {
  expect(specs.map(isOnTrack)).toEqual([true, true, true, false, false, false, false, true]);
  const others: readonly CheckSpec["question"][] = [
    { kind: "policy" },
    { kind: "logs", path: "/", trace: "X-Id" },
    job,
    { kind: "burst", url: "/", requests: 2 },
  ];
  expect(others.map((question) => isOnTrack(spec("one", question)))).toEqual([true, true, true, false]);
});

test("planChecks() plans Jobs by themselves: a look at a gate starts none", () => {
  const both = [spec("plain", requests("/")), spec("soak", job)];
  const moment = { use: "gate", isCanaryUp: true, isRollback: false } as const;
  const plan = (more: object) =>
    planChecks(both, { ...moment, ...more }).map(({ spec: { name }, track }) => `${name} ${track}`);
  expect(plan({})).toEqual(["plain canary"]);
  expect(plan({ isForJobs: true })).toEqual(["soak canary"]);
  expect(plan({ isForJobs: true, use: "promoted" })).toEqual(["soak stable"]);
});

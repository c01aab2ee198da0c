import { judgeDay } from "../../../../components/core/release/judge-week";
import type { WeekDay, WeekTerms } from "../../../../components/core/release/judge-week";
import { weightStage } from "../../../../components/core/stage/exposure";
import { defaultParameters } from "../../../../components/core/verdict/index";
import { imageOf } from "../../../support/environment";

const atSeconds = 1_764_166_865;
const counted = (requests: number, errors = 0): WeekDay["counted"] => ({ requests, errors, seconds: 300 });
const stage = (weight: number, more = {}) => ({ ...weightStage(weight), soakSeconds: 300, ...more });
const terms = (changes: Partial<WeekTerms> = {}): WeekTerms => ({
  parameters: defaultParameters(),
  stages: [stage(5), stage(20), stage(50), stage(100)],
  earlier: [],
  ...changes,
});
const under = {
  number: 7,
  kind: "release",
  image: imageOf("a"),
  outcome: "aborted",
  reason: "fail",
  startedAtSeconds: atSeconds - 60,
  endedAtSeconds: atSeconds + 60,
} as const;
const match = { on: "header", name: "x", by: "exact", value: "y" } as const;

test.each([
  ["pass", "much traffic", counted(9000), terms(), /^about \d+m.* for all stages at 30\.0 requests\/s$/],
  ["refuse", "stable outside its objective", counted(9000, 200), terms(), /^2\.2 % of stable's .* 1 % may$/],
  ["unknown", "no requests", counted(0), terms(), /no requests/],
  ["unknown", "no counts", { problem: "retention" }, terms(), /^retention$/],
  [
    "refuse",
    "another release under way",
    counted(9000),
    terms({ earlier: [under] }),
    /attempt 7 was under way/,
  ],
  [
    "pass",
    "another one that was over",
    counted(9000),
    terms({ earlier: [{ ...under, endedAtSeconds: atSeconds }] }),
    /./,
  ],
  [
    "hold",
    "too little traffic for a deadline",
    counted(30),
    terms({ stages: [stage(5), stage(20, { deadlineSeconds: 600 }), stage(50)] }),
    /^20 % would have been held: about .* at 0\.1 requests\/s, its deadline is 10m$/,
  ],
  ["hold", "too little traffic for a day", counted(1), terms(), /would have been held: about/],
  [
    "hold",
    "errors that no number of requests outweighs",
    counted(9000, 85),
    terms({ parameters: defaultParameters({ pBad: 0.009 }) }),
    /more than any time/,
  ],
  [
    "pass",
    "a match, which needs no proof",
    counted(9000),
    terms({ stages: [{ key: "testers", exposure: { match }, soakSeconds: 300 }] }),
    /^about 5m for all stages/,
  ],
] as const)("judgeDay() is %s for %s", (kind, _, day, given, text) => {
  expect(judgeDay({ atSeconds, counted: day }, given)).toEqual({
    at: "2025-11-26T14:21:05.000Z",
    kind,
    text: expect.stringMatching(text) as string,
  });
});

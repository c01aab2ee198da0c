import { announce, announcementTexts, findStrangeNames } from "../../../../components/core/announce/announce";
import { announcementKinds } from "../../../../components/core/announce/facts";
import type { AnnouncementFacts, AnnouncementKind } from "../../../../components/core/announce/facts";
import { announcementNames } from "../../../../components/core/announce/values";
import type { Attempt, Ledger } from "../../../../components/core/ledger/ledger";
import type { Contacts } from "../../../../components/core/notify/settings";
import { weightStage } from "../../../../components/core/stage/exposure";
import { attemptOf, before, imageOf, ledgerOf, pausedLedger, released } from "../../../support/gate";
import { begunAtSeconds, failedStage, passedStage, recordWith } from "../../../support/report";

const contacts: Contacts = {
  owner: "team shop",
  onCall: "anna",
  escalation: "ben",
  channel: "#shop",
  dashboards: ["https://d/shop"],
  runbook: "https://w/shop",
};

function factsOf(
  kind: AnnouncementKind,
  ledger?: Ledger,
  changes: Partial<AnnouncementFacts["settings"]> = {},
): AnnouncementFacts {
  const stages = [5, 50, 100].map((weight) => ({ ...weightStage(weight), soakSeconds: 600 }));
  return {
    kind,
    settings: { environment: "prod", app: "shop", image: released, stages, contacts, ...changes },
    ...(ledger === undefined ? {} : { ledger }),
    startSeconds: begunAtSeconds,
    nowSeconds: begunAtSeconds - 86_400,
    person: "anna@laptop",
  } as AnnouncementFacts;
}

const { attempt: ended, moves } = recordWith();
const aborted = ledgerOf({ attempt: ended, moves, phase: "aborted" });
const [short, shortBefore] = ["sha256:bbbbbbbbbbbb", "sha256:aaaaaaaaaaaa"];

test("before a release: when, how, the way back and who, with gaps for what only a person knows", () => {
  const over = attemptOf([], { endedAtSeconds: 2000, image: before });
  const { text, missing } = announce(factsOf("before", ledgerOf({ attempt: over, phase: "promoted" })), {
    changes: "faster search",
  });
  expect(text).toBe(`shop in prod: release of ${short}

When: 2026-01-01T10:00:00Z, 30m at least
What changes: faster search
For users: none is expected: at first 5 % of the requests reach it, and each step goes on by evidence alone
How: 5 % → 50 % → 100 %
Way back: sluice abort prod --reason TEXT until it is promoted, by one write; sluice rollback prod afterwards
Risks: [risks, and the measures against them]
Released by: anna@laptop; approved by: [person who approved]
Channel: #shop; emergency: anna, then ben
`);
  expect(missing).toEqual(["risks", "approver"]);
});

test("during a release: stage, health, issues, time left and decision", () => {
  const approvals = [
    { stage: "5", version: "v", settings: "s", who: "ben", as: "lead", reason: "r", atSeconds: 1 },
  ];
  const ledger = ledgerOf({
    weight: 5,
    attempt: attemptOf([], { stages: [passedStage, failedStage], approvals, changes: ["image"] }),
  });
  const { text, missing } = announce(factsOf("during", ledger), {});
  expect(text).toBe(`shop in prod: release of ${short}, 2025-12-31T10:00:00Z

Stage: progressing at 5 %
Health: 50 of 100 canary requests failed
Issues: 50 requests failed on the new version
Time left: 1m at least
Decision: go on, as far as the evidence allows
Next message: 2025-12-31T10:15:00Z
`);
  expect(missing).toEqual([]);
  const own = announce(factsOf("during", ledger), {}, "{approver}, {parts}, {attempt}, {owner}, {present}\n");
  expect(own).toEqual({
    text: `ben (lead), image, 3, team shop, ${shortBefore}\n`,
    missing: [],
  });
});

test("who approved is named without a role where none was given", () => {
  const said = { stage: "5", version: "v", settings: "s", who: "ben", reason: "r", atSeconds: 1 };
  const ledger = ledgerOf({ attempt: attemptOf([], { approvals: [said] }) });
  expect(announce(factsOf("during", ledger), {}, "{approver}").text).toBe("ben");
});

test("the time that is left is that of the stages to come, and the rest of the one under way", () => {
  const [, , third] = attemptOf().stages;
  const under = {
    ...failedStage,
    phase: "soaking",
    soakSeconds: 600,
    startedAtSeconds: begunAtSeconds,
  } as const;
  const stages = [passedStage, under, { ...third, checksForSeconds: 300 }] as Attempt["stages"];
  const facts = factsOf("during", ledgerOf({ attempt: attemptOf([], { stages }) }));
  const left = (nowSeconds: number) => announce({ ...facts, nowSeconds }, {}, "{estimate}").text;
  expect(left(begunAtSeconds + 200)).toBe("12m40s at least");
  expect(left(begunAtSeconds + 900)).toBe("6m at least");
});

test.each<[string, Ledger, string, string]>([
  ["held", ledgerOf({ phase: "held", note: "too few requests" }), "stay at this stage", "too few requests"],
  ["paused", pausedLedger(), "wait: a person paused", "paused by anna@laptop at .*: a sale"],
  ["passed", ledgerOf({ phase: "passed" }), "promote the version", "none is known"],
  ["promoting", ledgerOf({ phase: "promoting" }), "finish the promotion", "none is known"],
  ["promoted", ledgerOf({ phase: "promoted" }), "done", "none is known"],
  ["aborted", ledgerOf({ phase: "aborted" }), "taken back", "none is known"],
])("during a release that is %s", (_, ledger, decision, issues) => {
  const { text } = announce(factsOf("during", ledger), {});
  expect(text).toMatch(new RegExp(`\nIssues: ${issues}\n(.*\n)*Decision: ${decision}`));
  expect(text).toContain("Health: [health of the new version]");
});

test("after a release: how it ended, and what support should know", () => {
  const { text, missing } = announce(factsOf("after", aborted), { support: "nothing to do" });
  expect(text).toContain("shop in prod: attempt 3 is aborted: fail: too many errors\n");
  expect(text).toContain(`\nVersion: ${short}; before it: ${shortBefore}\n`);
  expect(text).toContain("\nFor support: nothing to do\nDashboards: https://d/shop\nChannel: #shop\n");
  expect(missing).toEqual(["changes"]);
});

test.each<[string, Ledger | undefined, string]>([
  ["taken back", aborted, `all requests go to ${shortBefore} since 2026-01-01T10:09:00Z`],
  [
    "that has users",
    ledgerOf({ weight: 5 }),
    `5 % of the requests go to ${short}; sluice abort prod --reason TEXT takes it off`,
  ],
  ["not begun", ledgerOf(), `all requests go to ${shortBefore} since 2025-12-31T10:00:00Z`],
  ["promoted", ledgerOf({ phase: "promoted" }), `sluice rollback prod brings ${shortBefore} back`],
  ["unknown", undefined, "[action under way]"],
])("in an incident with a release that is %s", (_, ledger, action) => {
  const { text } = announce(factsOf("incident", ledger), { impact: "orders fail" });
  expect(text).toContain(`\nFor users: orders fail\n`);
  expect(text).toContain(`\nWhat is being done: ${action}\n`);
  expect(text).toContain(
    "\nReport: until 2026-01-02T10:00:00Z\nEmergency: anna, then ben; runbook: https://w/shop\n",
  );
});

test("where nothing is known everything is a gap, and nothing fails", () => {
  for (const kind of announcementKinds) {
    const facts = factsOf(kind, undefined, { contacts: {}, stages: [] });
    const all = announcementNames.map((name) => `{${name}}`).join("\n");
    expect(announce(facts, {}, all).text).not.toMatch(/[{}]|undefined/);
    const { contacts: _, ...settings } = facts.settings;
    expect(announce({ ...facts, settings }, {}).text).not.toMatch(/undefined/);
  }
  const first = attemptOf([], { image: imageOf("c") });
  const { previousImage: _, ...bare } = first;
  const ledger = ledgerOf({ attempt: bare, weight: 0 });
  expect(announce(factsOf("incident", ledger), {}).text).toContain(
    "all requests go to the version before since",
  );
});

test("the way back says whether the version before runs on the database", () => {
  const database = {
    attempt: 3,
    image: released,
    before,
    reversible: true,
    migration: { state: "ran", atSeconds: 1 },
  } as const;
  const { text } = announce(factsOf("during", ledgerOf({ database })), {}, "{wayBack}");
  expect(text).toMatch(/sluice rollback prod afterwards; the database stays as attempt 3 migrated it/);
});

test("P12: no secret stands in a text, whoever wrote it", () => {
  const attempt = attemptOf([], { endReason: "fail: password=MARKER-1" });
  const facts = factsOf("incident", ledgerOf({ attempt, phase: "aborted" }));
  const { text } = announce(facts, { impact: "see https://ann:MARKER-2@host" });
  expect(text).not.toContain("MARKER");
  expect(text).toContain("fail: password=…");
});

test("findStrangeNames() names what no text may have in braces", () => {
  expect(findStrangeNames("{app} {when} {}")).toEqual(["when"]);
  for (const text of Object.values(announcementTexts)) expect(findStrangeNames(text)).toEqual([]);
  expect(announce(factsOf("before"), {}, "{when}").text).toBe("{when}");
});

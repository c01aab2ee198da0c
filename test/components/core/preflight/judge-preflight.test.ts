import {
  explainPreflight,
  listPreflight,
  preflightHead,
  toCells,
} from "../../../../components/core/preflight/explain-preflight";
import { checklists } from "../../../../components/core/preflight/item";
import { findItem, preflightItems } from "../../../../components/core/preflight/items";
import {
  chooseChecklist,
  judgePreflight,
  toRecord,
} from "../../../../components/core/preflight/judge-preflight";
import { ledgerOf } from "../../../support/gate";
import { allSigned, nowSeconds, preflightFacts, signOffOf, version } from "../../../support/preflight";

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
const withSigns = (signOffs: typeof allSigned) =>
  preflightFacts({ ledger: ledgerOf({ phase: "promoted", signOffs }) });
const answerOf = (facts: ReturnType<typeof preflightFacts>, id: string, terms = {}) =>
  judgePreflight(facts, { checklist: "canary", ...terms }).answers.find(({ item }) => item === id);

test("every item has a name of its own, and each list is asked", () => {
  const ids = preflightItems.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => findItem(id)?.id === id)).toBe(true);
  expect(findItem("nothing")).toBeUndefined();
});

test.each(checklists)("judgePreflight() by %s is go where everything is found and signed", (checklist) => {
  const report = judgePreflight(preflightFacts(), { checklist });
  expect(report.answers.filter(({ state }) => state !== "go")).toEqual([]);
  expect(report).toMatchObject({ isGo: true, expires: iso(nowSeconds + 4 * 3600) });
});

test.each(
  preflightItems.filter(({ find, after }) => find === undefined && after === undefined).map(({ id }) => id),
)("judgePreflight() is no-go without a person's answer to %s", (id) => {
  const [checklist = "standard"] = findItem(id)!.checklists;
  const facts = withSigns(allSigned.filter(({ item }) => item !== id));
  const report = judgePreflight(facts, { checklist });
  expect(report.answers.filter(({ state }) => state === "missing").map(({ item }) => item)).toEqual([id]);
  expect(report.isGo).toBe(false);
  expect(toRecord(report, "anna", nowSeconds)).toMatchObject({ isGo: false, open: [id], checklist, version });
});

test("the record has what the policies found, and nothing of them where a person signed it", () => {
  const terms = { checklist: "canary" } as const;
  const policiesOf = (facts: ReturnType<typeof preflightFacts>) =>
    toRecord(judgePreflight(facts, terms), "anna", nowSeconds).policies;
  const own = ["signature", "sbom", "scan", "tests", "freeze"];
  expect(policiesOf(preflightFacts())?.map((one) => one.split(":")[0])).toEqual(own);
  const { signatures: _, frozen: __, ...bare } = preflightFacts();
  const signed = [...allSigned, ...own.map((item) => signOffOf(item))];
  expect(policiesOf({ ...bare, ledger: ledgerOf({ phase: "promoted", signOffs: signed }) })).toEqual([]);
});

test("what is asked after the release stops none, and may be signed off", () => {
  const facts = withSigns(allSigned.filter(({ item }) => findItem(item)?.after === undefined));
  const report = judgePreflight(facts, { checklist: "canary" });
  expect(report.isGo).toBe(true);
  expect(answerOf(facts, "told")).toMatchObject({ state: "later", evidence: "not signed off" });
  expect(answerOf(preflightFacts(), "told")).toMatchObject({ state: "go" });
});

test.each([
  [
    "ended",
    signOffOf("rollback-plan", { untilSeconds: nowSeconds }),
    "missing",
    "signed off by anna, which has ended",
  ],
  [
    "of another version",
    signOffOf("announced", { version: { ...version, revision: "1111111111" } }),
    "missing",
    "not signed off",
  ],
  [
    "with a role and evidence",
    signOffOf("rollback-plan", { as: "dba", evidence: "https://x.org" }),
    "go",
    "signed off by anna as dba: https://x.org",
  ],
])("an answer that is %s", (_, signed, state, evidence) => {
  expect(answerOf(withSigns([signed]), signed.item)).toMatchObject({ state, evidence });
});

test("the last answer to an item counts, and the first end of all is the preflight's", () => {
  const signs = [...allSigned, signOffOf("rollback-plan", { who: "ben", untilSeconds: nowSeconds + 60 })];
  expect(answerOf(withSigns(signs), "rollback-plan")?.evidence).toBe("signed off by ben");
  expect(judgePreflight(withSigns(signs), { checklist: "hotfix" }).expires).toBe(iso(nowSeconds + 60));
});

test("an item that is not about the service is named with its reason; owners may be others", () => {
  const facts = withSigns([]);
  const terms = {
    notApplicable: { waf: "none in front of it" },
    owners: { "rollback-plan": "team storage" },
  };
  expect(answerOf(facts, "waf", terms)).toMatchObject({
    state: "none",
    evidence: "not applicable: none in front of it",
  });
  expect(answerOf(facts, "rollback-plan", terms)).toMatchObject({ state: "missing", owner: "team storage" });
  expect(
    answerOf(preflightFacts({ frozen: ["x"] }), "freeze", { notApplicable: { freeze: "24/7" } })?.state,
  ).toBe("none");
});

test("a preflight before the first ledger is no-go, not an error", () => {
  const { ledger: _, ...facts } = preflightFacts();
  expect(judgePreflight(facts, { checklist: "standard" }).isGo).toBe(false);
});

test.each([
  [{ profile: "hotfix" as const, stages: [1, 2] }, "hotfix"],
  [{ stages: [1, 2] }, "canary"],
  [{ stages: [1] }, "standard"],
])("chooseChecklist() of %j", (settings, checklist) => {
  expect(chooseChecklist(settings)).toBe(checklist);
});

test("a preflight for people: a line each, the way out of what is open below it", () => {
  const report = judgePreflight(
    preflightFacts({
      frozen: ["Christmas"],
      ledger: ledgerOf({ phase: "promoted", signOffs: allSigned.slice(1) }),
    }),
    { checklist: "canary", notApplicable: { waf: "none" } },
  );
  expect(explainPreflight(report)).toMatch(
    /^NO-GO: canary release of sha256:\w+ \(revision 0b1c2d3e4f\) in prod: \d+ go, 1 no-go, 1 not signed off, 1 not about this release$/,
  );
  const lines = listPreflight(report).split("\n");
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^no-go {3}freeze +found: no freeze window must be in force: got Christmas \[release lead, now\]$/,
    ),
  );
  expect(lines).toContain("        → sluice sign-off prod configuration --evidence URL");
  expect(lines).toContainEqual(
    expect.stringMatching(/^go +commit .*\[release lead, now, until 2025-11-26 18:21\]$/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^none +waf .*\[security\]$/));
  const cut = listPreflight(report, 80).split("\n");
  const isOpen = (line: string): boolean => /^(no-go|missing|\s+→)/.test(line);
  expect(cut.filter(isOpen)).toEqual(lines.filter(isOpen));
  expect(cut.filter((line) => !isOpen(line) && line.length > 80)).toEqual([]);
  expect(cut.some((line) => line.endsWith("…"))).toBe(true);
  expect(toCells(report.answers[0]!)).toHaveLength(preflightHead.length);
  expect(explainPreflight(judgePreflight(preflightFacts(), { checklist: "hotfix" }))).toMatch(
    /^GO: hotfix release/,
  );
});

test("answers that are for after the release are counted, not listed", () => {
  const facts = withSigns(allSigned.filter(({ item }) => findItem(item)?.after === undefined));
  const report = judgePreflight(facts, { checklist: "canary" });
  expect(explainPreflight(report)).toContain("7 for after it");
  expect(listPreflight(report)).not.toContain("key-rotation");
});

import type { PreflightFacts } from "../../../../components/core/preflight/facts";
import type { Checklist } from "../../../../components/core/preflight/item";
import { findItem, preflightItems } from "../../../../components/core/preflight/items";
import { judgePreflight } from "../../../../components/core/preflight/judge-preflight";
import { attemptOf, ledgerWithoutAttempt } from "../../../support/gate";
import { blind } from "../../../support/blind-facts";
import { allSigned, answerOf, preflightFacts, signOffOf, staging } from "../../../support/preflight";
import {
  good,
  secondPod,
  seen,
  fails,
  stagingThat,
  ledgerWith,
  without,
  verified,
  wentBackWith,
  ended,
  firewall,
  broken,
} from "../../../support/preflight-facts";

/** A checklist that asks an item. */
const listOf = (id: string): Checklist =>
  findItem(id)?.checklists.includes("canary") === true ? "canary" : "hotfix";
const stateOf = (facts: PreflightFacts, id: string) =>
  judgePreflight(facts, { checklist: listOf(id) }).answers.find(({ item }) => item === id);
const foundItems = preflightItems.filter(({ find }) => find !== undefined).map(({ id }) => id);
const each = (table: Readonly<Record<string, readonly PreflightFacts[]>>) =>
  Object.entries(table).flatMap(([id, all]) => all.map((facts, nth) => [id, nth, facts] as const));

test("every found item has a fact that makes it no-go", () => {
  expect(Object.keys(broken).toSorted()).toEqual(foundItems.toSorted());
});

test.each(each(broken))("judgePreflight() finds %s no-go (%i), whatever a person says", (id, _, facts) => {
  expect(stateOf(good, id)).toMatchObject({ state: "go", how: "found" });
  const signed = {
    ...facts,
    ...(facts.ledger === undefined
      ? {}
      : { ledger: { ...facts.ledger, signOffs: [...allSigned, signOffOf(id)] } }),
  };
  expect(stateOf(signed, id)).toMatchObject({ state: "no-go", how: "found" });
  expect(stateOf(signed, id)?.fix).not.toBeNull();
  expect(judgePreflight(signed, { checklist: listOf(id) }).isGo).toBe(false);
});

test.each(each(blind))("judgePreflight() leaves %s to a person where it cannot see (%i)", (id, _, facts) => {
  expect(stateOf(facts, id)).toMatchObject({ state: "missing", how: "stated" });
  const signed = {
    ...facts,
    ledger: { ...facts.ledger!, signOffs: [signOffOf(id, { version: facts.version })] },
  };
  expect(stateOf(signed, id)).toMatchObject({
    state: "go",
    evidence: expect.stringContaining("signed off by anna"),
  });
});

test.each([
  ["no-other-release", preflightFacts({ ledger: ledgerWith({ phase: "held", attempt: attemptOf() }) }), "go"],
  ["no-other-release", without("ledger"), "go"],
  ["not-rejected", without("ledger"), "go"],
  ["migration", without("migration"), "none"],
  ["migration", without("before"), "go"],
  ["migration", { ...without("before"), migration: { reversible: false, backupJob: verified } }, "go"],
  ["migration", preflightFacts({ migration: { reversible: false } }), "go"],
  ["references", preflightFacts({ references: [] }), "none"],
  ["volumes", preflightFacts({ volumes: [] }), "none"],
  ["sidecars", preflightFacts({ pods: { ...secondPod({}), asked: [] } }), "go"],
  ["volumes", preflightFacts({ volumes: [{ name: "cache" }] }), "go"],
  ["sidecars", preflightFacts({ pods: { pods: [], own: [], asked: [] } }), "none"],
  // An agent that only runs before the app is among those that start first.
  [
    "sidecars",
    preflightFacts({ pods: secondPod({ containers: ["istio-proxy-init", "istio-proxy"] }) }),
    "go",
  ],
  ["ocsp", preflightFacts({ tls: { ...seen, stapled: [] } }), "none"],
  ["hsts-preload", preflightFacts({ answers: { ...good.answers, preload: fails } }), "none"],
  ["hsts-preload", without("tls"), "go"],
  ["waf", preflightFacts({ firewall: { mode: "detect", requests: 1000, seconds: 86_400 } }), "go"],
  // Nine refusals tell nothing.
  ["waf", preflightFacts({ firewall: { ...firewall, refused: 9, requests: 10 } }), "go"],
  ["snapshot", { ...without("checks"), migration: { reversible: true, backupJob: verified } }, "go"],
  ["way-back-tried", wentBackWith(undefined, [ended({})]), "go"],
  [
    "way-back-tried",
    { ...without("before"), ledger: ledgerWith({ phase: "aborted", attempt: attemptOf([], ended({})) }) },
    "go",
  ],
  [
    "way-back-tried",
    { ...wentBackWith(staging.wentBack), ledger: ledgerWith({ phase: "held", attempt: attemptOf() }) },
    "go",
  ],
  ["way-back-tried", { ...good, ledger: ledgerWithoutAttempt() }, "go"],
  // A check may answer what else a person says, and speaks against what is not about this release.
  ["on-call", preflightFacts({ checks: [answerOf("on-call")] }), "go"],
  ["ocsp", preflightFacts({ checks: [answerOf("ocsp")] }), "go"],
  [
    "ocsp",
    preflightFacts({ checks: [answerOf("ocsp", { isFine: false })], tls: { ...seen, stapled: [] } }),
    "no-go",
  ],
  [
    "ocsp",
    preflightFacts({ checks: [answerOf("ocsp")], tls: { ...seen, stapled: [], unstapled: ["a"] } }),
    "no-go",
  ],
  ["on-call", preflightFacts({ checks: [answerOf("on-call", { isFine: false })] }), "no-go"],
])("judgePreflight() finds %s as it is", (id, facts, state) => {
  expect(stateOf(facts, id)).toMatchObject({ state, how: "found" });
});

test("staging is judged by the gate's rule", () => {
  expect(stateOf(good, "staging")).toMatchObject({
    ageSeconds: 0,
    evidence: 'stable in "staging" since 2025-11-26T13:21:05.000Z',
  });
  expect(stateOf(stagingThat({ kind: "absent" }), "staging")).toMatchObject({
    evidence: expect.stringContaining("must have been stable") as string,
    fix: "release it there first: sluice rollout staging",
  });
});

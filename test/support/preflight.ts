import type { CheckFact } from "../../components/core/checks/spec";
import type { BeforeFact, PodFact, PreflightFacts } from "../../components/core/preflight/facts";
import { preflightItems } from "../../components/core/preflight/items";
import type { SignOff } from "../../components/core/ledger/sign-off";
import type { Settings } from "../../components/core/settings";
import { flagsSettings, liveOf, recordOf } from "./flags";
import { attemptOf, before, ledgerOf, probesOf, released, trackOf } from "./gate";

/** Time of every preflight of the tests, seconds since the epoch. */
export const nowSeconds = 1_764_166_865;

/** The version that is released. */
export const version = { image: released, revision: "0b1c2d3e4f" };

const passes = { result: "passes", text: "200 of GET /" } as const;

/** A person's answer to an item, of now, for a day. */
export function signOffOf(item: string, changes: Partial<SignOff> = {}): SignOff {
  return { item, who: "anna", atSeconds: nowSeconds, untilSeconds: nowSeconds + 86_400, ...changes };
}

/** Answers to everything that only people know. */
export const allSigned: readonly SignOff[] = preflightItems
  .filter(({ find }) => find === undefined)
  .map(({ id, per }) => signOffOf(id, per === "revision" ? { version } : {}));

const promotedBefore = {
  phase: "promoted",
  attempt: attemptOf([], { image: before, endedAtSeconds: 2000 }),
} as const;

/** Staging, in which the version has been stable for an hour. */
export const staging: BeforeFact = {
  origin: { environment: "staging", afterSeconds: 3600, kind: "held", sinceSeconds: nowSeconds - 3600 },
  migrated: [{ image: released, ran: ["1"] }],
  verified: { points: ["5m"], atSeconds: nowSeconds - 60, state: "fine" },
  wentBack: { environment: "staging", kind: "rollback", atSeconds: nowSeconds - 86_400, isDone: true },
};

/** Items that checks answer, each with a check that does. */
export const answered = ["performance", "snapshot", "restore", "credentials", "csp-violations", "keys"];

/** A check that answers an item. */
export const answerOf = (item: string, changes: Partial<CheckFact> = {}): CheckFact => ({
  name: `asks-${item}`,
  item,
  isFine: true,
  text: `"asks-${item}" passes`,
  ...changes,
});

/** A pod of stable that runs, with its sidecar. */
export const podFactOf = (name: string): PodFact => ({
  name,
  containers: ["istio-init", "app", "istio-proxy"],
  running: ["app", "istio-proxy"],
  isMounted: true,
});

/** A preflight of which everything is go. */
export function preflightFacts(changes: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    version,
    settings: {
      environment: "prod",
      traffic: { scheme: "https" } as Settings["traffic"],
      contacts: { owner: "team shop", onCall: "anna", escalation: "ben" },
      flags: flagsSettings,
      notify: { slack: { channel: "C1", tokenFrom: "T", api: "https://slack.com/api" } },
    },
    migration: { reversible: true },
    ledger: ledgerOf({ ...promotedBefore, signOffs: allSigned }),
    before: staging,
    images: [
      { whose: "the release's", image: released, answer: { kind: "there" } },
      { whose: "stable's", image: before, answer: { kind: "there" } },
    ],
    signatures: {
      policies: ["ours"],
      isSigned: true,
      demanded: ["sbom", "vulnerabilities", "https://in-toto.io/attestation/test-result/v0.1"],
      problems: [],
    },
    frozen: [],
    checkout: { commit: "0123456789abcdef", changed: false },
    descent: { from: "fedcba9876543210", isThere: true },
    stable: trackOf(before, 3),
    probe: probesOf(6),
    references: [{ kind: "Secret", name: "shop-keys", isThere: true }],
    volumes: [{ name: "cache" }, { name: "data", claim: "shop-data", phase: "Bound" }],
    pods: {
      pods: ["app-stable-1", "app-stable-2"].map(podFactOf),
      own: ["app"],
      asked: [{ container: "istio-proxy", by: "istio-injection: enabled of the namespace" }],
    },
    checks: [
      { name: "login", isFine: true, text: '"login" passes' },
      ...answered.map((item) => answerOf(item)),
    ],
    firewall: { mode: "block", refused: 100, requests: 100_000, seconds: 86_400 },
    counted: { requests: 1000, errors: 2, seconds: 300 },
    objective: 0.01,
    tls: {
      problems: [],
      found: "certificate of a: valid until 2027-01-01, TLSv1.3",
      isSilent: false,
      stapled: ["a"],
      unstapled: [],
    },
    answers: {
      headers: passes,
      errors: passes,
      csp: passes,
      html: passes,
      preload: passes,
      preloadable: passes,
    },
    flags: { record: recordOf({ "new-search": liveOf({ percent: 5 }) }), isOwnFile: true },
    dashboards: [{ url: "https://grafana.example.org/d/1" }],
    testAlert: { kind: "arrived", text: "slack.com shows it", seconds: 0.4 },
    runbook: { url: "https://wiki.example.org/shop" },
    nowSeconds,
    ...changes,
  };
}

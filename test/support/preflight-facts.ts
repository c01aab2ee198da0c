import type { EarlierAttempt, Ledger } from "../../components/core/ledger/ledger";
import { given } from "../../components/core/given";
import type { BeforeFact, PodFact, PodsFact, PreflightFacts } from "../../components/core/preflight/facts";
import { recordOf } from "./flags";
import { attemptOf, before, imageOf, ledgerOf, probesOf, released, trackOf } from "./gate";
import { answered, answerOf, nowSeconds, preflightFacts, staging, version } from "./preflight";

/** A preflight of which everything is go. */
export const good = preflightFacts();
const { settings, answers, ledger, signatures } = good;
const pods = good.pods!;
/** Its pods of stable, the second one with other facts. */
export const secondPod = (changes: Partial<PodFact>): PodsFact => ({
  ...pods,
  pods: pods.pods.map((pod, nth) => (nth === 1 ? { ...pod, ...changes } : pod)),
});
const bare = { containers: ["app"], running: ["app"] };
/** A volume whose claim is so. */
export const claimThat = (phase: object) => [{ name: "data", claim: "shop-data", ...phase }];
/** Certificate of the good one. */
export const seen = good.tls!;
/** Outcome of a check that fails. */
export const fails = { result: "fails", text: "status 500" } as const;
/** Answers of the registry about both images. */
export const asked = (release: string, stable = "there") =>
  [
    { whose: "the release's", image: released, answer: { kind: release, text: "HTTP 500" } },
    { whose: "stable's", image: before, answer: { kind: stable, text: "HTTP 500" } },
  ] as PreflightFacts["images"];
/** Its ledger with other fields. */
export const ledgerWith = (changes: object) => ledgerOf({ ...ledger, ...changes });
/** It without some facts. */
export const without = (...keys: readonly (keyof PreflightFacts)[]): PreflightFacts =>
  Object.fromEntries(
    Object.entries(good).filter(([key]) => !keys.includes(key as keyof PreflightFacts)),
  ) as unknown as PreflightFacts;
/** Backup before the migration. */
export const backupJob = { command: ["save"], deadlineSeconds: 60 };
/** Backup that is verified. */
export const verified = { ...backupJob, verify: backupJob };
const unsigned = { signatures: { ...signatures!, problems: ["the image must be signed: got no signature"] } };

/** Facts of a release whose image staging knows so. */
export const stagingThat = (finding: object, migrated: BeforeFact["migrated"] = []): PreflightFacts =>
  preflightFacts({
    before: {
      origin: { ...staging.origin, untilSeconds: 0, ...finding } as BeforeFact["origin"],
      migrated,
    },
  });

/** Facts of a release whose environment before, and whose own record, tell this of a way back. */
export const wentBackWith = (
  wentBack: BeforeFact["wentBack"],
  earlier: Ledger["earlier"] = [],
): PreflightFacts =>
  preflightFacts({
    before: { origin: staging.origin, migrated: [], ...given("wentBack", wentBack) },
    ledger: ledgerWith({ earlier }),
  });
/** An attempt of an hour ago. */
export const ended = (changes: Partial<EarlierAttempt>): EarlierAttempt => ({
  number: 2,
  kind: "release",
  image: before,
  outcome: "aborted",
  reason: "fail: errors",
  startedAtSeconds: nowSeconds - 7200,
  endedAtSeconds: nowSeconds - 3600,
  ...changes,
});
const wrongAnswers = (item: string) =>
  preflightFacts({
    checks: [answerOf(item), answerOf(item, { isFine: false, text: "check must pass" })],
  });
/** Decisions of its firewall. */
export const firewall = { mode: "block", refused: 100, requests: 100_000, seconds: 86_400 } as const;

/** Facts of each found item that make it no-go; what else they break is named by the others' rows. */
export const broken: Readonly<Record<string, readonly PreflightFacts[]>> = {
  image: [preflightFacts({ images: asked("absent") })],
  signature: [preflightFacts(unsigned)],
  sbom: [preflightFacts(unsigned)],
  scan: [preflightFacts(unsigned)],
  tests: [preflightFacts(unsigned)],
  commit: [preflightFacts({ checkout: { commit: "0123456789abcdef", changed: true } })],
  "not-rejected": [preflightFacts({ ledger: ledgerWith({ aborted: [version] }) })],
  "no-other-release": [
    preflightFacts({
      ledger: ledgerWith({ phase: "held", attempt: attemptOf([], { image: imageOf("c") }) }),
    }),
  ],
  "way-back": [
    preflightFacts({ ledger: ledgerWith({ promoted: [] }) }),
    preflightFacts({ images: asked("there", "absent") }),
    without("ledger"),
    without("stable"),
  ],
  ...Object.fromEntries(answered.map((id) => [id, [wrongAnswers(id)]])),
  "staging-smoke": [
    preflightFacts({
      before: { ...staging, verified: { points: ["5m", "15m"], atSeconds: nowSeconds, state: "wrong" } },
    }),
    // Even where the environment is as it should be.
    wrongAnswers("staging-smoke"),
  ],
  "way-back-tried": [
    wentBackWith(undefined, [ended({ kind: "rollback" })]),
    wentBackWith({ environment: "staging", kind: "rollback", atSeconds: nowSeconds, isDone: false }, [
      ended({}),
    ]),
  ],
  branch: [preflightFacts({ descent: { from: "fedcba9876543210", isThere: false } })],
  waf: [
    preflightFacts({ firewall: { ...firewall, refused: 1001 } }),
    preflightFacts({ firewall: { ...firewall, mode: "detect", refused: 10, requests: 10 } }),
    preflightFacts({ settings: { ...settings, preflight: { refusedRatio: 0.0009 } } }),
  ],
  staging: (["absent", "early", "taken-back"] as const).map((kind) => stagingThat({ kind })),
  flags: [preflightFacts({ flags: { record: recordOf(), isOwnFile: false } })],
  freeze: [preflightFacts({ frozen: ['"Christmas"'] })],
  migration: [{ ...without("before"), migration: { reversible: false } }],
  tls: [
    preflightFacts({
      tls: {
        problems: [{ text: "it must be valid", fix: "renew" }],
        found: "",
        isSilent: false,
        stapled: [],
        unstapled: [],
      },
    }),
    without("tls"),
  ],
  headers: [preflightFacts({ answers: { ...answers, headers: fails } })],
  ocsp: [preflightFacts({ tls: { ...seen, stapled: ["b"], unstapled: ["a"] } })],
  "hsts-preload": [
    preflightFacts({ answers: { ...answers, preloadable: fails } }),
    preflightFacts({ tls: { ...seen, problems: [{ text: "it must be valid", fix: "renew" }] } }),
  ],
  csp: [preflightFacts({ answers: { ...answers, csp: fails } })],
  "error-pages": [preflightFacts({ answers: { ...answers, errors: fails } })],
  stable: [
    preflightFacts({ stable: trackOf(before, 3, { readyReplicas: 2 }) }),
    preflightFacts({ stable: trackOf(before, 0) }),
    preflightFacts({ stable: trackOf(before, 3, { trouble: "exceeded quota" }) }),
    without("stable"),
  ],
  path: [preflightFacts({ probe: probesOf(0) })],
  references: [preflightFacts({ references: [{ kind: "Secret", name: "shop-keys", isThere: false }] })],
  volumes: [
    ...["absent", "Lost"].map((phase) => preflightFacts({ volumes: claimThat({ phase }) })),
    preflightFacts({
      pods: secondPod({ isMounted: false, trouble: "FailedMount of app-stable-2: no node" }),
    }),
  ],
  sidecars: [
    preflightFacts({ pods: secondPod(bare) }),
    // Nobody asks by a mark that is known, and one of two pods has it all the same.
    preflightFacts({ pods: { ...secondPod(bare), asked: [] } }),
    preflightFacts({ pods: { ...pods, pods: pods.pods.map((pod) => ({ ...pod, ...bare })) } }),
  ],
  checks: [preflightFacts({ checks: [{ name: "login", isFine: false, text: 'check "login" must pass' }] })],
  counters: [
    preflightFacts({ counted: { problem: "Prometheus gives no answer" } }),
    preflightFacts({ counted: { requests: 0, errors: 0, seconds: 300 } }),
  ],
  baseline: [preflightFacts({ counted: { requests: 1000, errors: 11, seconds: 300 } })],
  people: [
    preflightFacts({ settings: { ...settings, contacts: { owner: "team shop", onCall: "anna" } } }),
    preflightFacts({ settings: { environment: "prod", traffic: settings.traffic } }),
  ],
  sinks: [
    preflightFacts({ settings: { ...settings, notify: { output: true } } }),
    preflightFacts({ settings: { environment: "prod", traffic: settings.traffic } }),
  ],
  dashboards: [preflightFacts({ dashboards: [{ url: "https://grafana.example.org", problem: "HTTP 404" }] })],
  alerts: [
    ...(["away", "suppressed", "failed", "late"] as const).map((kind) =>
      preflightFacts({ testAlert: { kind, text: "ECONNREFUSED" } }),
    ),
    ...[[], ["oncall-pager"]].map((receivers) =>
      preflightFacts({ testAlert: { kind: "astray", receivers, allowed: ["test"] } }),
    ),
  ],
  runbook: [preflightFacts({ runbook: { url: "https://wiki.example.org", problem: "HTTP 404" } })],
};

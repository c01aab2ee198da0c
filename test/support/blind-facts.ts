import type { PreflightFacts } from "../../components/core/preflight/facts";
import { answered, answerOf, nowSeconds, preflightFacts, staging } from "./preflight";
import {
  asked,
  backupJob,
  claimThat,
  ended,
  fails,
  firewall,
  good,
  secondPod,
  seen,
  stagingThat,
  wentBackWith,
  without,
} from "./preflight-facts";

const { answers, signatures } = good;
const pods = good.pods!;
const away = { result: "unknown", text: "ECONNREFUSED" } as const;
const silentAnswers = (item: string) =>
  preflightFacts({ checks: [answerOf(item), answerOf(item, { isFine: false, isUnknown: true })] });
const both = (item: string): readonly PreflightFacts[] => [
  preflightFacts({ checks: [] }),
  silentAnswers(item),
];
/** Facts of each found item that the machine cannot see. */
export const blind: Readonly<Record<string, readonly PreflightFacts[]>> = {
  image: [
    preflightFacts({ images: asked("unknown") }),
    preflightFacts({ images: asked("absent", "unknown") }),
    preflightFacts({ images: [] }),
  ],
  signature: [without("signatures"), preflightFacts({ signatures: { ...signatures!, isSigned: false } })],
  sbom: [without("signatures"), preflightFacts({ signatures: { ...signatures!, demanded: ["provenance"] } })],
  scan: [without("signatures"), preflightFacts({ signatures: { ...signatures!, demanded: ["sbom"] } })],
  tests: [without("signatures"), preflightFacts({ signatures: { ...signatures!, demanded: [] } })],
  commit: [without("checkout")],
  ...Object.fromEntries(answered.map((id) => [id, both(id)])),
  "staging-smoke": [
    without("before"),
    preflightFacts({ before: { origin: staging.origin, migrated: [] } }),
    preflightFacts({
      before: { ...staging, verified: { points: ["5m"], atSeconds: nowSeconds, state: "unknown" } },
    }),
  ],
  "way-back-tried": [
    wentBackWith(undefined),
    wentBackWith(undefined, [
      ended({ outcome: "promoted" }),
      ended({ endedAtSeconds: nowSeconds - 91 * 86_400 }),
    ]),
  ],
  branch: [without("descent")],
  waf: [
    without("firewall"),
    preflightFacts({ firewall: { problem: "Prometheus gives no answer" } }),
    preflightFacts({ firewall: { mode: "block", requests: 1000, seconds: 86_400 } }),
    preflightFacts({ firewall: { ...firewall, requests: null } }),
    preflightFacts({ firewall: { ...firewall, requests: 0 } }),
  ],
  staging: [without("before"), stagingThat({ kind: "unreadable", problem: "403" })],
  flags: [preflightFacts({ flags: { problem: "403" } })],
  freeze: [without("frozen")],
  migration: [
    { ...without("before"), migration: { reversible: false, backup: "s3://backups/1" } },
    { ...stagingThat({}), migration: { reversible: false, backupJob } },
  ],
  tls: [
    preflightFacts({
      tls: {
        problems: [{ text: "silent", fix: "look" }],
        found: "",
        isSilent: true,
        stapled: [],
        unstapled: [],
      },
    }),
  ],
  headers: [preflightFacts({ answers: { ...answers, headers: away } })],
  ocsp: [without("tls"), preflightFacts({ tls: { ...seen, isSilent: true } })],
  "hsts-preload": [preflightFacts({ answers: { ...answers, preload: away } })],
  csp: [preflightFacts({ answers: { ...answers, csp: away, html: fails } })],
  "error-pages": [preflightFacts({ answers: { ...answers, errors: away } })],
  path: [preflightFacts({ probe: { sent: 0, good: 0, answered: 0, unverified: "no rule" } })],
  references: [preflightFacts({ references: [{ kind: "Secret", name: "shop-keys" }] })],
  volumes: [
    without("pods"),
    preflightFacts({ pods: { ...pods, pods: [] } }),
    preflightFacts({ pods: secondPod({ isMounted: false }) }),
    ...[{}, { phase: "Pending" }].map((phase) => preflightFacts({ volumes: claimThat(phase) })),
  ],
  sidecars: [without("pods"), preflightFacts({ pods: { ...pods, pods: [] } })],
  checks: [without("checks"), preflightFacts({ checks: [] })],
  baseline: [
    preflightFacts({ counted: { problem: "none" } }),
    preflightFacts({ counted: { requests: 0, errors: 0, seconds: 300 } }),
  ],
  dashboards: [preflightFacts({ dashboards: [] })],
  alerts: [
    without("testAlert"),
    preflightFacts({ testAlert: { kind: "uncounted", text: "/metrics: HTTP 404" } }),
  ],
  runbook: [without("runbook")],
};

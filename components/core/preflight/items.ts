import { byCheck, findChecks, freshObject } from "./find-checks";
import { findFirewall } from "./find-firewall";
import { findFlags } from "./find-flags";
import { findAttestation, findImage, findSignature } from "./find-image";
import { findSidecars, findVolumes } from "./find-pods";
import {
  findBranch,
  findCheckout,
  findFreeze,
  findMigration,
  findOther,
  findPeople,
  findRejected,
  findSinks,
  findSnapshot,
  findStaging,
  findTriedWayBack,
  findVerified,
  findWayBack,
} from "./find-release";
import {
  findBaseline,
  findCounters,
  findCsp,
  findDashboards,
  findErrorPages,
  findHeaders,
  findPath,
  findPreload,
  findReferences,
  findRunbook,
  findStable,
  findStapling,
  findTls,
} from "./find-service";
import type { PreflightItem } from "./item";
import { after, all, at, daily, day, found, hotfix, ofRevision, ofService, planned } from "./item-terms";
import { findAlerts } from "./test-alert/find-alerts";

/**
 * The items of a preflight, in the order in which they are reported: the one list. A new item is a line in its section;
 * one that is found has a function in `find-*.ts` and, where it needs a new fact, a field of `PreflightFacts`.
 */
export const preflightItems: readonly PreflightItem[] = [
  ...at("Image", "release lead", [
    ["image", "Is the image, pinned by digest, in its registry?", found(findImage)],
    ["signature", "Does its signature verify?", found(findSignature)],
    ["sbom", "Is its bill of materials attested?", found(findAttestation("sbom", "a bill of materials"))],
    [
      "scan",
      "Is a fresh scan attested, without what is denied?",
      found(findAttestation("vulnerabilities", "a scan")),
    ],
    [
      "tests",
      "Are the tests attested, or green: unit, integration, QA?",
      found(findAttestation("test-result", "tests"), all, { validSeconds: 7 * day }),
    ],
    ["commit", "Is the checkout a commit, without anything beside it?", found(findCheckout)],
  ]),
  ...at("Release", "release lead", [
    ["not-rejected", "Is it a version that was not rejected before?", found(findRejected)],
    ["no-other-release", "Is no other release under way?", found(findOther)],
    ["way-back", "Is there a version to go back to, with its image?", found(findWayBack)],
    ["staging", "Did staging promote this very image?", found(findStaging, planned)],
    [
      "staging-smoke",
      "Did the smoke tests in staging pass?",
      found(findVerified, all, { validSeconds: 7 * day }),
    ],
    [
      "performance",
      "Is the performance within its agreement, without a slowdown?",
      found(byCheck("a `promql` on a load test's latency"), all, { validSeconds: 7 * day }),
    ],
    [
      "configuration",
      "Was the configuration reviewed, and are flags of other services safe by default?",
      ofRevision(7 * day),
    ],
    ["flags", "Are the app's flags off by default, served, and none past its last day?", found(findFlags)],
    ["rollback-plan", "Is the way back written and reviewed?", ofService(90 * day)],
    [
      "way-back-tried",
      "Was a way back taken in the last 90 days, here or in staging?",
      found(findTriedWayBack, all, { validSeconds: 90 * day, per: "service" }),
    ],
    ["freeze", "Is no freeze window in force, and the change window approved?", found(findFreeze, planned)],
    [
      "announced",
      "Do stakeholders and customers know, and is the status page ready?",
      ofRevision(7 * day, planned),
    ],
    [
      "rehearsed",
      "Is the code frozen, and was a dry run against the cluster looked at?",
      ofRevision(3 * day, planned),
    ],
  ]),
  ...at("Database", "database", [
    ["migration", "Is the migration reversible, or did it run in staging?", found(findMigration)],
    ["snapshot", "Is there a fresh snapshot of the database?", daily(findSnapshot)],
    ["restore", "Was a restore of it tested within 24 h?", daily(freshObject)],
    [
      "credentials",
      "Are the database's credentials and the other secrets current?",
      daily(byCheck("an `object` whose end `lasts` 168h")),
    ],
  ]),
  ...at("Edge", "security", [
    ["tls", "Do users come by https, with a certificate that is valid for the host?", found(findTls)],
    ["headers", "Do answers carry nosniff and, by https, HSTS?", found(findHeaders)],
    ["ocsp", "Is a status of the certificate stapled?", found(findStapling, planned)],
    ["hsts-preload", "Does a host that asks to be preloaded send what the list takes?", found(findPreload)],
    ["csp", "Do pages have a content security policy with a nonce?", found(findCsp)],
    [
      "csp-violations",
      "Are violations of it not above their baseline?",
      daily(byCheck("a `promql` that compares an hour with a day"), planned),
    ],
    ["error-pages", "Do error answers show nothing of the program's inside?", found(findErrorPages)],
    [
      "keys",
      "Does JWKS serve the active key, in a dual-key window that is valid?",
      daily(byCheck("the set `jwks`"), planned),
    ],
    [
      "waf",
      "Are the WAF's rules deployed, not too strict, with monitoring let in?",
      found(findFirewall, planned, { validSeconds: 7 * day, per: "service" }),
    ],
  ]),
  ...at("Service", "on call", [
    ["stable", "Is stable there with all its pods?", found(findStable, planned)],
    ["path", "Do requests through the router reach stable?", found(findPath)],
    ["references", "Are the Secrets and ConfigMaps of its pods there?", found(findReferences)],
    ["volumes", "Are the volumes of its pods there, and mounted?", found(findVolumes)],
    ["sidecars", "Did every pod get the sidecars that it or its namespace asks for?", found(findSidecars)],
    ["checks", "Do sluice:checks find what they are to find?", found(findChecks)],
    ["counters", "Are stable's requests counted?", found(findCounters)],
    ["baseline", "Is stable inside its objective?", found(findBaseline, planned)],
  ]),
  ...at("People", "on call", [
    ["people", "Are owner, on-call and escalation named?", found(findPeople)],
    ["on-call", "Does on-call know of it, is the call open, and its team briefed?", ofRevision(day)],
    ["sinks", "Are the people told of every transition?", found(findSinks)],
    [
      "alerts",
      "Did a test alert reach Slack and PagerDuty?",
      found(findAlerts, all, { validSeconds: 7 * day, per: "service" }),
    ],
    [
      "alert-rules",
      "Were dashboards and alert rules reviewed, canary against stable among them?",
      ofService(30 * day, planned),
    ],
    ["dashboards", "Do the dashboards answer?", found(findDashboards)],
    ["runbook", "Does the runbook answer?", found(findRunbook)],
  ]),
  ...at("Hotfix", "incident commander", [
    [
      "assessment",
      "Is the fault reproduced, its impact and severity known, its cause or a hypothesis?",
      ofRevision(day, hotfix),
    ],
    ["approach", "Were workarounds weighed: a flag off, a rollback?", ofRevision(day, hotfix)],
    ["incident", "Is the incident declared, with a commander and a call?", ofRevision(day, hotfix)],
    ["branch", "Does the checkout have the commit that stable was released from?", found(findBranch, hotfix)],
    [
      "smallest-change",
      "Is it the smallest change from the production tag, seen by one reviewer?",
      ofRevision(day, hotfix),
    ],
    ["regression", "Did the regression tests of the area pass?", ofRevision(day, hotfix)],
    [
      "change-approval",
      "Does change management know, and is the customers' text ready?",
      ofRevision(day, hotfix),
    ],
  ]),
  ...at("After the release", "release lead", [
    ["users-quiet", "Are customers, support and business figures as usual?", after(["promoted", "aborted"])],
    [
      "works",
      "Do external calls, jobs, caches and critical journeys work, and does the fault not return?",
      after(["promoted"]),
    ],
    ["told", "Do stakeholders and customers know how it ended?", after(["promoted", "aborted"])],
    ["documented", "Are notes, documentation, runbook, tag and baseline written?", after(["promoted"])],
    ["attacks", "Were tokens, rate limits, WAF and logs looked at after the cut-over?", after(["promoted"])],
    [
      "postmortem",
      "Is the incident written up, its post-mortem dated, its cause looked for?",
      after(["aborted"]),
    ],
    [
      "key-rotation",
      "Is the first key-rotation dry run dated, and are JWKS cache times confirmed?",
      after(["promoted"], "service"),
    ],
  ]),
];

/** The item of a name. */
export function findItem(id: string): PreflightItem | undefined {
  return preflightItems.find((one) => one.id === id);
}

import { found, none, stated } from "./line";
import type { ChecklistLine, ChecklistSection } from "./line";

const verify = "`sluice verify`";
const works = (line: string): ChecklistLine => stated(line, "works");
const quiet = (line: string): ChecklistLine => stated(line, "users-quiet");
const told = (line: string): ChecklistLine => stated(line, "told");
const attacks = (line: string): ChecklistLine => stated(line, "attacks");
const written = (line: string): ChecklistLine => stated(line, "documented");
const postmortem = (line: string): ChecklistLine => stated(line, "postmortem");

/** Ready set of `sluice:checks`, by its name. */
const set = (name: string): string => `the set \`${name}\` of \`sluice:checks\``;

/** The owner's lists of what follows a release, an abort or a hotfix. */
export const after: readonly ChecklistSection[] = [
  {
    title: "Standard release, +15 min",
    lines: [
      found("all pods healthy", verify),
      found("smoke tests", `${verify}, by \`sluice:checks\``),
      works("critical journeys"),
      found("errors below 0.5 %", `${verify}, against the objective`),
      found("response time within 10 % of baseline", `${verify}, slow answers against the hour before`),
      works("database connections, external integrations, background jobs, cache"),
      works("logs clean"),
      works("metrics normal"),
    ],
  },
  {
    title: "Standard release, +2 h and +24 h",
    lines: [
      found("stable, no rising errors", `${verify} --at 2h`),
      found("response times, no memory leak", `${verify} --at 2h and 24h`),
      works("resources"),
      quiet("business figures"),
      quiet("no critical customer reports, support tickets normal"),
      found("stable for a day", `${verify} --at 24h`),
      quiet("no incident"),
      found("marked successful", "the ledger, `sluice history`"),
      found("report published", "`sluice report`; the record of each attempt is kept"),
      written("release notes in and out, documentation and runbook updated"),
      written("repository tagged, baseline updated"),
      told("stakeholders told, freeze lifted"),
    ],
  },
  {
    title: "Standard release, if taken back",
    lines: [
      found("decision told", "`sluice:notify`, every transition"),
      found("started (how)", "the ledger, `sluice report`"),
      found("completed", "`sluice abort` says when all traffic is on stable"),
      found("health passes", `${verify}: stable recovered, or which fact says no`),
      found("metrics at baseline", `${verify}, against the hour before`),
      postmortem("incident written up, post-mortem dated, cause analysis begun"),
      told("stakeholders told"),
    ],
  },
  {
    title: "Canary release, +2 h",
    lines: [
      found("stable", `${verify} --at 2h`),
      quiet("no more reports, business figures"),
      works("resources"),
      found("report", "`sluice report`"),
      told("stakeholders"),
    ],
  },
  {
    title: "Emergency hotfix, after",
    lines: [
      found("+5 min: pods, health, errors down, no new errors", `${verify} --at 5m`),
      found(
        "+5 min: the fault does not reproduce, function restored, times",
        `${verify}: what proved the fault in \`sluice:checks\` has to pass now`,
      ),
      found("+30 min: no recurrence, at baseline", `${verify} --at 15m and 2h`),
      quiet("+30 min: reports falling, business recovering"),
      found("+2 h: stable", `${verify} --at 2h`),
      told("+2 h: closed, status page, customers told, on-call stands down"),
      found("+24 h: timeline", "`sluice report`"),
      postmortem("+24 h: post-mortem within 48 h, cause, permanent fix planned"),
      postmortem("+24 h: monitoring and alerts improved, lessons"),
      written("+24 h: runbook"),
      found("if taken back: at once, previous version restored", "`sluice abort`, `sluice rollback`"),
      postmortem("if taken back: unresolved, other mitigation, post-mortem includes it"),
      told("if taken back: stakeholders"),
    ],
  },
  {
    title: "After cut-over (15 min)",
    lines: [
      found("synthetic checks from several regions", set("synthetics")),
      found("no rise of 4xx or 5xx", `the soak; ${verify} for 5xx`),
      found("wrong, expired and `alg: none` tokens rejected uniformly", set("auth-negative")),
      found("rate limits deny as expected, no bypass by X-Forwarded-For", set("rate-limit")),
      found("error answers sanitised", "`error-pages`, and the set `errors` of `sluice:checks`"),
      found("correlation ids end to end", `${set("errors")}, with a header for them`),
      attacks("WAF without a surge of false positives, bots mitigated"),
      found("logs without secrets, traces and logs correlate", set("logs")),
      attacks("logs without personal data"),
      found("SLO burn normal", `${verify}, where there are \`sluice:slos\``),
      found("runtime security quiet, policy denials unchanged", `${set("falco")} and \`kyverno\``),
    ],
  },
  {
    title: "Housekeeping",
    lines: [
      written("release tagged with digest, SBOM and attestation"),
      found("baseline SLOs captured", "the ledger, with each attempt's objectives"),
      postmortem("short post-mortem with key figures"),
      stated("first key-rotation dry run in staging dated, JWKS cache times confirmed", "key-rotation"),
    ],
  },
  {
    title: "Messages",
    lines: [
      stated("before: version, date, impact, people, changes, risks, way back, contacts", "announced"),
      found("during: stage, health, estimate, decision at milestones", "`sluice:notify`, every transition"),
      none(
        "during: every 15 min",
        "a transition is told when it happens; a release that only waits is silent",
      ),
      found("after: outcome, health, dashboards", "`sluice:notify`, and `sluice report`"),
      told("after: what changes for users, briefing for support"),
      found("incident: what and impact, at once", "`sluice:notify`, where Sluice takes the release back"),
      told("incident: what is being done, estimate, every 15 min until resolved"),
      postmortem("incident: report within 48 h"),
    ],
  },
];

import { explainDatabase } from "../commands/explain-database";
import { formatDuration } from "../duration";
import type { Attempt, StageRecord } from "../ledger/ledger";
import { explainPause, pauseOf } from "../ledger/pause";
import { versionBefore } from "../ledger/promoted-version";
import { countHarm } from "../report/count-harm";
import { describeVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { showTime } from "../show-time";
import { describeSteps } from "../stage/describe-steps";
import { describeWeight } from "../stage/exposure";
import type { AnnouncementFacts } from "./facts";

/** A value that a text may name in braces. */
interface Value {
  /** Meaning, for a person who has to write it. */
  readonly about: string;
  /** The value as far as it is known; absent where only a person knows it. */
  readonly of?: (facts: AnnouncementFacts) => string | undefined;
}

/** Time between two messages while a release or an incident is under way, seconds. */
const intervalSeconds = 15 * 60;

/** Time until the report of an incident, seconds. */
const reportSeconds = 48 * 3600;

const attemptOf = ({ kind, ledger }: AnnouncementFacts): Attempt | undefined =>
  kind === "before" && ledger?.attempt?.endedAtSeconds !== undefined ? undefined : ledger?.attempt;

const versionOf = (facts: AnnouncementFacts): Version => attemptOf(facts) ?? { image: facts.settings.image };

/** The version that users have where the release is not there yet, or was taken back. */
function presentOf(facts: AnnouncementFacts): Version | undefined {
  const attempt = attemptOf(facts);
  return attempt === undefined ? facts.ledger?.promoted.at(-1) : versionBefore(attempt);
}

function sumSoaks(stages: readonly { soakSeconds: number; checksForSeconds?: number | undefined }[]): string {
  const seconds = stages.reduce((sum, one) => sum + one.soakSeconds + (one.checksForSeconds ?? 0), 0);
  return formatDuration(seconds);
}

/** A stage with as much of its soak as is left. */
function restOf(
  stage: StageRecord,
  nowSeconds: number,
): Pick<StageRecord, "soakSeconds" | "checksForSeconds"> {
  const { phase, soakSeconds, startedAtSeconds = nowSeconds } = stage;
  if (phase === "pending") return stage;
  const passed = phase === "passed" ? soakSeconds : nowSeconds - startedAtSeconds;
  return { soakSeconds: Math.max(0, soakSeconds - Math.max(0, passed)) };
}

function stepsOf({ settings }: AnnouncementFacts): string {
  return settings.stages.flatMap(describeSteps).join(" → ");
}

function findIssues({ ledger }: AnnouncementFacts): string {
  const pause = pauseOf(ledger);
  const { served } = countHarm(ledger?.attempt?.stages ?? []);
  const known = [
    ...(pause === undefined ? [] : [explainPause(pause)]),
    ...(ledger?.phase === "held" && ledger.note !== undefined ? [ledger.note] : []),
    ...(served === 0 ? [] : [`${served} requests failed on the new version`]),
  ];
  return known.join("; ") || "none is known";
}

function decide({ ledger }: AnnouncementFacts): string | undefined {
  if (ledger === undefined) return undefined;
  if (pauseOf(ledger) !== undefined) return "wait: a person paused the release";
  const byPhase = {
    progressing: "go on, as far as the evidence allows",
    held: "stay at this stage: the evidence does not allow more yet",
    passed: "promote the version",
    promoting: "finish the promotion",
    promoted: "done: the version is stable",
    aborted: "taken back: all requests go to the version before",
  } as const;
  return byPhase[ledger.phase];
}

function describeAction(facts: AnnouncementFacts): string | undefined {
  const { ledger, settings } = facts;
  if (ledger?.attempt === undefined) return undefined;
  const { phase, weight, attempt } = ledger;
  const { environment } = settings;
  const present = presentOf(facts);
  const before = present === undefined ? "the version before" : describeVersion(present);
  if (phase === "promoted") return `sluice rollback ${environment} brings ${before} back`;
  if (weight === 0)
    return `all requests go to ${before} since ${showTime(attempt.endedAtSeconds ?? facts.nowSeconds)}`;
  return `${describeWeight(weight)} of the requests go to ${describeVersion(attempt)}; sluice abort ${environment} --reason TEXT takes it off`;
}

function describeWayBack(facts: AnnouncementFacts): string {
  const { environment } = facts.settings;
  const database = explainDatabase(facts.ledger, presentOf(facts)?.image);
  const steps = `sluice abort ${environment} --reason TEXT until it is promoted, by one write; sluice rollback ${environment} afterwards`;
  return database === undefined ? steps : `${steps}; ${database.text}`;
}

/** Values by the name that a text has in braces: the one list. */
export const announcementValues = {
  app: { about: "the app", of: ({ settings }) => settings.app },
  environment: { about: "the environment", of: ({ settings }) => settings.environment },
  version: { about: "the new version", of: (facts) => describeVersion(versionOf(facts)) },
  present: {
    about: "the version before it",
    of: (facts) => {
      const present = presentOf(facts);
      return present === undefined ? "none" : describeVersion(present);
    },
  },
  attempt: {
    about: "number of the attempt",
    of: (facts) => attemptOf(facts)?.number.toString(),
  },
  start: { about: "date, time and zone of the begin", of: ({ startSeconds }) => showTime(startSeconds) },
  now: { about: "the present", of: ({ nowSeconds }) => showTime(nowSeconds) },
  next: {
    about: "time of the next message",
    of: ({ nowSeconds }) => showTime(nowSeconds + intervalSeconds),
  },
  reportBy: { about: "time of the report", of: ({ nowSeconds }) => showTime(nowSeconds + reportSeconds) },
  duration: {
    about: "time that the stages take at least",
    of: ({ settings }) => `${sumSoaks(settings.stages)} at least`,
  },
  steps: { about: "shares of the requests, step by step", of: stepsOf },
  impact: {
    about: "effect on users",
    of: ({ kind, settings: { stages } }) =>
      kind === "before"
        ? `none is expected: at first ${stages.flatMap(describeSteps)[0] ?? "0 %"} of the requests reach it, and each step goes on by evidence alone`
        : undefined,
  },
  changes: {
    about: "changes for users",
  },
  parts: {
    about: "names of the parts that differ from the version before",
    of: (facts) => attemptOf(facts)?.changes?.join(", "),
  },
  risks: { about: "risks, and the measures against them" },
  wayBack: { about: "way back", of: describeWayBack },
  deployer: { about: "person who releases", of: ({ person }) => person },
  approver: {
    about: "person who approved",
    of: (facts) => {
      const last = attemptOf(facts)?.approvals?.at(-1);
      return last === undefined ? undefined : `${last.who}${last.as === undefined ? "" : ` (${last.as})`}`;
    },
  },
  owner: { about: "team that owns the app", of: ({ settings }) => settings.contacts?.owner },
  channel: { about: "channel in which people talk", of: ({ settings }) => settings.contacts?.channel },
  emergency: {
    about: "person who is called in an emergency",
    of: ({ settings: { contacts = {} } }) =>
      [contacts.onCall, contacts.escalation].filter((one) => one !== undefined).join(", then ") || undefined,
  },
  dashboards: { about: "dashboards", of: ({ settings }) => settings.contacts?.dashboards?.join(", ") },
  runbook: { about: "runbook", of: ({ settings }) => settings.contacts?.runbook },
  stage: {
    about: "stage that is reached",
    of: ({ ledger }) => ledger && `${ledger.phase} at ${describeWeight(ledger.weight)}`,
  },
  health: {
    about: "health of the new version",
    of: ({ ledger }) =>
      ledger?.attempt?.stages.findLast(({ verdict }) => verdict !== undefined)?.verdict?.sentence,
  },
  issues: { about: "issues", of: findIssues },
  estimate: {
    about: "time that is left",
    of: ({ ledger, nowSeconds }) =>
      ledger?.attempt && `${sumSoaks(ledger.attempt.stages.map((one) => restOf(one, nowSeconds)))} at least`,
  },
  decision: { about: "decision: go on, wait, take back", of: decide },
  outcome: {
    about: "outcome",
    of: ({ ledger }) => ledger?.attempt && `attempt ${ledger.attempt.number} is ${ledger.phase}`,
  },
  reason: { about: "cause of the incident", of: ({ ledger }) => ledger?.attempt?.endReason ?? ledger?.note },
  failed: {
    about: "requests of users that failed",
    of: ({ ledger }) =>
      ledger?.attempt && `${countHarm(ledger.attempt.stages).served} on the new version while it was judged`,
  },
  action: { about: "action under way", of: describeAction },
  restored: { about: "estimate until it is resolved" },
  support: { about: "advice for support" },
} as const satisfies Readonly<Record<string, Value>>;

/** Name of one of {@link announcementValues}. */
export type AnnouncementName = keyof typeof announcementValues;

/** Names of {@link announcementValues}. */
export const announcementNames = Object.keys(announcementValues);

/** Whether a text may have this name in braces. */
export const isAnnouncementName = (name: string): name is AnnouncementName =>
  Object.hasOwn(announcementValues, name);

/** A value of the facts, or undefined where only a person knows it. */
export function valueOf(name: AnnouncementName, facts: AnnouncementFacts): string | undefined {
  const { of }: Value = announcementValues[name];
  return of?.(facts);
}

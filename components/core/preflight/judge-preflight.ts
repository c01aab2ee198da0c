import { formatDuration } from "../duration";
import { findSignOff } from "../ledger/sign-off";
import type { PreflightRecord, PreflightState, SignOff } from "../ledger/sign-off";
import { toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import type { PreflightFacts } from "./facts";
import { findAnswered } from "./find-checks";
import type { Checklist, Look, PreflightItem } from "./item";
import { preflightItems } from "./items";

/** State of an item: `missing` where a person has not answered, `none` where it is not about this, `later` after the release. */
export type AnswerState = "go" | "no-go" | "missing" | "none" | "later";

/** Answer to an item of the preflight. */
export interface PreflightAnswer {
  readonly item: string;
  readonly section: string;
  readonly question: string;
  readonly state: AnswerState;
  /** `found` by looking, or `stated` by a person. */
  readonly how: "found" | "stated";
  readonly evidence: string;
  /** Person who answers for it; who signed it off stands in `evidence`. */
  readonly owner: string;
  /** Age of the evidence, seconds; null where there is none. */
  readonly ageSeconds: number | null;
  /** ISO 8601; null where there is no evidence. */
  readonly expires: string | null;
  /** Way out, imperative; null where nothing is to be done. */
  readonly fix: string | null;
}

/** Terms of a preflight. */
export interface PreflightTerms {
  readonly checklist: Checklist;
  /** Reasons by item. @default none */
  readonly notApplicable?: Readonly<Record<string, string>> | undefined;
  /** People by item. @default - the list's */
  readonly owners?: Readonly<Record<string, string>> | undefined;
}

/** JSON of `sluice preflight --json`. */
export interface PreflightReport {
  readonly environment: string;
  readonly version: Version;
  readonly checklist: Checklist;
  readonly isGo: boolean;
  readonly answers: readonly PreflightAnswer[];
  /** End of the first answer, or of four hours; ISO 8601. */
  readonly expires: string;
}

type Given = Pick<PreflightAnswer, "state" | "how" | "evidence" | "ageSeconds" | "expires" | "fix">;

const mostSeconds = 4 * 3600;
const time = (seconds: number): string => new Date(seconds * 1000).toISOString();

function explainSignOff({ who, as, evidence }: SignOff): string {
  const role = as === undefined ? "" : ` as ${as}`;
  return `signed off by ${who}${role}${evidence === undefined ? "" : `: ${evidence}`}`;
}

/** Answer by a person, where there is one that counts. */
function byPerson(
  { id, after }: PreflightItem,
  { environment }: PreflightFacts["settings"],
  signOff: SignOff | undefined,
  nowSeconds: number,
  seen: string,
): Given {
  const before = seen === "" ? "" : `${seen}; `;
  const fix = `sluice sign-off ${environment} ${id} --evidence URL`;
  const open = after !== undefined ? "later" : "missing";
  if (signOff === undefined)
    return {
      state: open,
      how: "stated",
      evidence: `${before}not signed off`,
      ageSeconds: null,
      expires: null,
      fix,
    };
  const { atSeconds, untilSeconds } = signOff;
  const isValid = nowSeconds < untilSeconds;
  return {
    state: isValid ? "go" : open,
    how: "stated",
    evidence: `${before}${explainSignOff(signOff)}${isValid ? "" : ", which has ended"}`,
    ageSeconds: nowSeconds - atSeconds,
    expires: time(untilSeconds),
    fix: isValid ? null : fix,
  };
}

/** Answer by looking; undefined where the machine cannot see. */
function byLook(look: Look, { validSeconds }: PreflightItem, nowSeconds: number): Given | undefined {
  const how = "found";
  switch (look.kind) {
    case "unknown":
      return undefined;
    case "none":
      return { state: "none", how, evidence: look.text, ageSeconds: 0, expires: null, fix: null };
    case "no-go":
      return { state: "no-go", how, evidence: look.text, ageSeconds: 0, expires: null, fix: look.fix };
    case "go": {
      const expires = time(nowSeconds + validSeconds);
      return { state: "go", how, evidence: look.text, ageSeconds: 0, expires, fix: null };
    }
  }
}

/** Finding of an item by its own facts and by the checks that answer it: what speaks against it counts first. */
function findBoth(own: Look | undefined, checked: Look | undefined): Look | undefined {
  if (own === undefined || checked === undefined) return own ?? checked;
  if (own.kind === "no-go") return own;
  return checked.kind === "no-go" || own.kind === "unknown" ? checked : own;
}

function answer(
  item: PreflightItem,
  facts: PreflightFacts,
  state: PreflightState | undefined,
  { notApplicable = {}, owners = {} }: PreflightTerms,
): PreflightAnswer {
  const { id, section, question, owner, find } = item;
  const common = { item: id, section, question, owner: owners[id] ?? owner };
  const reason = notApplicable[id];
  if (reason !== undefined)
    return {
      ...common,
      state: "none",
      how: "stated",
      evidence: `not applicable: ${reason}`,
      ageSeconds: null,
      expires: null,
      fix: null,
    };
  const { nowSeconds, settings, version } = facts;
  const look = findBoth(find?.(facts), findAnswered(facts, id));
  const seen = look && byLook(look, item, nowSeconds);
  if (seen !== undefined) return { ...common, ...seen };
  const signOff = findSignOff(state, id, version);
  return { ...common, ...byPerson(item, settings, signOff, nowSeconds, look?.text ?? "") };
}

/**
 * Judges a preflight: go where every item of its checklist is go, or not about this release. A person's answer counts
 * where the machine cannot see, never against what it sees.
 */
export function judgePreflight(facts: PreflightFacts, terms: PreflightTerms): PreflightReport {
  const { checklist } = terms;
  const { version, settings, ledger, nowSeconds } = facts;
  const answers = preflightItems
    .filter((item) => item.checklists.includes(checklist))
    .map((item) => answer(item, facts, ledger, terms));
  const ends = answers.flatMap(({ state, expires }) =>
    state === "go" && expires !== null ? [Date.parse(expires) / 1000] : [],
  );
  return {
    environment: settings.environment,
    version: toVersion(version),
    checklist,
    isGo: listOpen(answers).length === 0,
    answers,
    expires: time(Math.min(nowSeconds + mostSeconds, ...ends)),
  };
}

/** Answers that stop a release. */
export function listOpen(answers: readonly PreflightAnswer[]): readonly PreflightAnswer[] {
  return answers.filter(({ state }) => state === "no-go" || state === "missing");
}

/** Items that the policy pack's configuration answers. */
const byPolicy: ReadonlySet<string> = new Set(["signature", "sbom", "scan", "tests", "freeze"]);

/** Record of a preflight for the gate. */
export function toRecord(
  { version, checklist, isGo, answers, expires }: PreflightReport,
  who: string,
  nowSeconds: number,
): PreflightRecord {
  const open = listOpen(answers).map(({ item }) => item);
  const signed = answers.flatMap(({ item, how, state, evidence }) =>
    how === "stated" && state === "go" ? [`${item} ${evidence}`] : [],
  );
  const policies = answers.flatMap(({ item, how, state, evidence }) =>
    how === "found" && state === "go" && byPolicy.has(item) ? [`${item}: ${evidence}`] : [],
  );
  return {
    version,
    checklist,
    isGo,
    open,
    signed,
    policies,
    who,
    atSeconds: nowSeconds,
    untilSeconds: Date.parse(expires) / 1000,
  };
}

/** Checklist of a release where nobody names one. */
export function chooseChecklist(settings: {
  readonly profile?: "hotfix";
  readonly stages: readonly unknown[];
}): Checklist {
  if (settings.profile === "hotfix") return "hotfix";
  return settings.stages.length > 1 ? "canary" : "standard";
}

/** Age of evidence for people. */
export function showAge(ageSeconds: number | null): string {
  if (ageSeconds === null) return "";
  return ageSeconds < 1 ? "now" : formatDuration(Math.round(ageSeconds));
}

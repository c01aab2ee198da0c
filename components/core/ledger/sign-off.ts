import { given } from "../given";
import { sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { isRunning } from "./ledger";
import type { Ledger } from "./ledger";
import type { Transition } from "./transition";

/** Most sign-offs that are kept; of an item and a version only the last. */
const mostSignOffs = 60;

/** A person's answer to an item of the preflight. */
export interface SignOff {
  /** Name of the item. */
  readonly item: string;
  /** Version that it is about. @default - the service, whatever runs */
  readonly version?: Version;
  readonly who: string;
  /** Role in which the person spoke. */
  readonly as?: string;
  /** Address of the evidence. */
  readonly evidence?: string;
  readonly atSeconds: number;
  /** End of its validity, seconds since the epoch. */
  readonly untilSeconds: number;
}

/** Result of a preflight, as the gate reads it. */
export interface PreflightRecord {
  readonly version: Version;
  readonly checklist: string;
  readonly isGo: boolean;
  /** Items that are no-go or missing, by name. */
  readonly open: readonly string[];
  /** Items that people signed off, each with its person and evidence. @default not recorded */
  readonly signed?: readonly string[];
  /** Findings of the policy pack on this version, one sentence each. @default not recorded */
  readonly policies?: readonly string[];
  readonly who: string;
  readonly atSeconds: number;
  /** The first of its answers ends then. */
  readonly untilSeconds: number;
}

/** Part of the ledger that preflights write. */
export interface PreflightState {
  /** Answers of people to items of the preflight, oldest first. At most 60. @default none */
  readonly signOffs?: readonly SignOff[];
  /** The last preflight that was noted for the gate. @default none */
  readonly preflight?: PreflightRecord;
}

const isSameSubject = (a: SignOff, b: SignOff): boolean =>
  a.item === b.item &&
  (a.version === undefined ? b.version === undefined : sameVersion(a.version, b.version));

/** The last answer of a person to an item, about the service or about this version; whether it still counts is its `untilSeconds`. */
export function findSignOff(
  ledger: PreflightState | undefined,
  item: string,
  version: Version,
): SignOff | undefined {
  return ledger?.signOffs?.findLast(
    (one) => one.item === item && (one.version === undefined || sameVersion(one.version, version)),
  );
}

/** A person signs items of the preflight off. */
export function signedOff(ledger: Ledger, words: readonly [SignOff, ...SignOff[]]): Transition {
  const kept = (ledger.signOffs ?? []).filter((one) => !words.some((word) => isSameSubject(one, word)));
  const [{ who, as }] = words;
  const role = as === undefined ? "" : ` as ${as}`;
  return {
    ledger: { ...ledger, signOffs: [...kept, ...words].slice(-mostSignOffs) },
    event: {
      type: "Normal",
      reason: "SignedOff",
      message: `${who}${role} signed off ${words.map(({ item }) => item).join(", ")}`,
    },
  };
}

/** The last preflight of a version. */
export function preflightOf(ledger: PreflightState, version: Version): PreflightRecord | undefined {
  return sameVersion(ledger.preflight?.version, version) ? ledger.preflight : undefined;
}

/** Notes the result of a preflight for the gate, and with the attempt of its version for who reads of it later. */
export function preflighted(ledger: Ledger, record: PreflightRecord): Transition {
  const { isGo, open, checklist, who, version } = record;
  const { attempt } = ledger;
  const preflight = { ...record, version: toVersion(version) };
  const isIts = attempt !== undefined && isRunning(ledger) && sameVersion(attempt, version);
  return {
    ledger: { ...ledger, ...(isIts ? { attempt: { ...attempt, preflight } } : {}), preflight },
    event: {
      type: isGo ? "Normal" : "Warning",
      reason: isGo ? "PreflightGo" : "PreflightNoGo",
      message: `Preflight ${checklist} by ${who}: ${isGo ? "go" : `no-go: ${open.join(", ")}`}`,
    },
  };
}

/** A preflight that counts now, or why there is none. */
export type PreflightFinding =
  | { readonly kind: "valid"; readonly record: PreflightRecord }
  | { readonly kind: "missing"; readonly got: string };

/**
 * Finds the preflight of a version: go, by this checklist or a longer one, and none of its answers has ended.
 * @param isHotfix - the release takes the stages of a hotfix, for which every checklist counts
 */
export function findPreflight(
  ledger: PreflightState | undefined,
  need: { readonly version: Version; readonly isHotfix: boolean; readonly nowSeconds: number },
): PreflightFinding {
  const record = ledger?.preflight;
  const missing = (got: string): PreflightFinding => ({ kind: "missing", got });
  if (record === undefined) return missing("none");
  const at = new Date(record.atSeconds * 1000).toISOString();
  if (!sameVersion(record.version, need.version)) return missing(`that of ${at}, for another version`);
  if (record.checklist === "hotfix" && !need.isHotfix)
    return missing(`that of ${at}, by the checklist of a hotfix`);
  if (!record.isGo) return missing(`no-go at ${at}: ${record.open.join(", ")}`);
  if (need.nowSeconds >= record.untilSeconds)
    return missing(`that of ${at}, which ended at ${new Date(record.untilSeconds * 1000).toISOString()}`);
  return { kind: "valid", record };
}

/** Validity of an answer that begins now. */
export function validity(
  nowSeconds: number,
  validSeconds: number,
  version: Version | undefined,
): Pick<SignOff, "version" | "atSeconds" | "untilSeconds"> {
  return {
    ...given("version", version && toVersion(version)),
    atSeconds: nowSeconds,
    untilSeconds: nowSeconds + validSeconds,
  };
}

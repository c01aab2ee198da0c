import { createHash } from "node:crypto";
import { given } from "../given";
import { formatDuration } from "../duration";
import { toCanonicalText } from "../revision/canonical";
import type { Json } from "../revision/revision";
import type { Settings } from "../settings";
import type { Attempt, Ledger } from "./ledger";
import type { Approval } from "./said";
import type { Transition } from "./transition";
import { requireAttempt, requirePhase } from "./transition";

/** Time for which an approval is valid, seconds. */
const validSeconds = 24 * 3600;

/** Most approvals that are kept of one attempt. */
const mostApprovals = 20;

/** Digest of the settings that a person looked at: what is raised how far, by which evidence, on which route. */
export function toSettingsDigest({
  stages,
  analysis,
  traffic,
  checks = [],
}: Pick<Settings, "stages" | "analysis" | "traffic" | "checks">): string {
  // The probes of a rendered workload are among them, which nobody renders for an approval.
  const { ignoreRoutes: _, ...judged } = analysis;
  // As in the ledger: what JSON leaves out is no difference.
  const plain = JSON.parse(JSON.stringify({ stages, analysis: judged, traffic, checks })) as Json;
  return createHash("sha256").update(toCanonicalText(plain)).digest("hex").slice(0, 16);
}

/** The stage that is to be approved, as it is now. */
export interface ApprovalNeed {
  /** Key of the stage. */
  readonly stage: string;
  /** See {@link toSettingsDigest}. */
  readonly settings: string;
  readonly nowSeconds: number;
}

/** An approval that is valid now, or why there is none. */
export type ApprovalFinding =
  | { readonly kind: "valid"; readonly approval: Approval }
  | { readonly kind: "missing"; readonly got: string };

const isFor = (approval: Approval, { revision, image }: Pick<Attempt, "revision" | "image">): boolean =>
  approval.version === (revision ?? image);

/** Finds the approval of a stage: the last one, of this version, with these settings, not older than 24 h. */
export function findApproval(attempt: Attempt | undefined, need: ApprovalNeed): ApprovalFinding {
  const { stage, settings, nowSeconds } = need;
  const last = attempt?.approvals?.findLast((one) => one.stage === stage);
  const missing = (got: string): ApprovalFinding => ({ kind: "missing", got });
  if (attempt === undefined || last === undefined) return missing("none");
  const whose = `that of ${last.who}`;
  if (!isFor(last, attempt)) return missing(`${whose} for another version`);
  if (last.settings !== settings) return missing(`${whose}, and settings that changed since`);
  const age = nowSeconds - last.atSeconds;
  if (age > validSeconds) return missing(`${whose}, ${formatDuration(age)} ago`);
  return { kind: "valid", approval: last };
}

/** Role of an approval, and the checks that it waives; empty where there are neither. */
export function explainTerms({ as, waives = [] }: Pick<Approval, "as" | "waives">): string {
  const role = as === undefined ? "" : ` as ${as}`;
  return waives.length === 0 ? role : `${role}, without ${waives.join(", ")}`;
}

/** Sentence on an approval: who, as what, when and why. */
export function explainApproval({ who, atSeconds, reason, ...terms }: Approval): string {
  return `approved by ${who}${explainTerms(terms)} at ${new Date(atSeconds * 1000).toISOString()}: ${reason}`;
}

/** The command that approves a stage. */
export function approveCommandLine(environment: string, stage: string): string {
  return `sluice approve ${environment} --stage ${stage} --reason TEXT`;
}

/**
 * A person approves a stage.
 * @throws {RangeError} unless the release is on its way through its stages
 */
export function approved(
  ledger: Ledger,
  word: Omit<Approval, "version" | "atSeconds"> & { readonly nowSeconds: number },
): Transition {
  requirePhase(ledger, "approve a stage of", "progressing", "held");
  const attempt = requireAttempt(ledger, "approve a stage of");
  const { stage, settings, who, as, reason, waives, nowSeconds } = word;
  const approval: Approval = {
    stage,
    settings,
    version: attempt.revision ?? attempt.image,
    who,
    ...given("as", as),
    reason,
    atSeconds: nowSeconds,
    ...given("waives", waives),
  };
  const approvals = [...(attempt.approvals ?? []), approval].slice(-mostApprovals);
  return {
    ledger: { ...ledger, attempt: { ...attempt, approvals } },
    event: {
      type: "Normal",
      reason: "Approved",
      message: `Stage ${stage} of attempt ${attempt.number}: ${explainApproval(approval)}`,
    },
  };
}

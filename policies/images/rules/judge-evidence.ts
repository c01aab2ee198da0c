import type { Authority } from "../signature/authority";
import { formatOf, Refused, type Evidence } from "../signature/evidence";
import type { FoundEvidence } from "../signature/find-evidence";
import { openEvidence, type OpenedEvidence } from "../signature/open-evidence";
import { signaturePredicateType, type Statement } from "../signature/statement";
import type { VerifySignature } from "../signature/verify-signature";
import type { AttestationConfig } from "./attestation-schema";
import { isOfType, judgeAttestation, timeOf } from "./judge-attestation";
import type { Acceptance, ImageVerdict, Refusal, RequirementVerdict } from "./verdict";

/** Authorities with their verifiers. */
export type Verifiers = readonly (readonly [Authority, VerifySignature])[];

/** A policy with its authorities ready to verify. */
export interface ReadyPolicy {
  readonly name: string;
  readonly verifiers: Verifiers;
  readonly demandSignature: boolean;
  readonly attestations: readonly AttestationConfig[];
}

/** Evidence after its claims were read. */
type Opened =
  | { readonly evidence: Evidence; readonly opened: OpenedEvidence }
  | { readonly evidence: Evidence; readonly reason: string };

/** Runs a check that throws the reason of a refusal. */
function reasonOr<Value>(check: () => Value): { readonly value: Value } | { readonly reason: string } {
  try {
    return { value: check() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { reason: error.message === "" ? "it was refused without a reason" : error.message };
  }
}

/**
 * Judges the evidence found beside an image by one policy: any of its authorities, all of its requirements.
 * @param digest - of the image
 * @param now - decides how old a scan is
 */
export function judgeEvidence(
  found: FoundEvidence,
  policy: ReadyPolicy,
  digest: string,
  now: Date,
): ImageVerdict {
  const { verifiers } = policy;
  const all = found.evidence.map((evidence): Opened => {
    const result = reasonOr(() => openEvidence(evidence, digest));
    return "value" in result ? { evidence, opened: result.value } : { evidence, reason: result.reason };
  });
  const names = verifiers.map(([{ name }]) => name).join(" or ");
  const requirements = [
    ...(policy.demandSignature
      ? [judge(all, verifiers, "signature", `be signed by ${names}`, refuseAttestation)]
      : []),
    ...policy.attestations.map((wanted) => {
      const own = verifiers.filter(([{ name }]) => wanted.authorities?.includes(name) ?? true);
      const by = own.map(([{ name }]) => name).join(" or ");
      return judgeNewest(
        all,
        own,
        wanted,
        `have attestation "${wanted.name}" (${wanted.predicateType}) by ${by}`,
        now,
      );
    }),
  ];
  return {
    policy: policy.name,
    accepted: requirements.length > 0 && requirements.every(({ metBy }) => metBy !== undefined),
    requirements,
    unsigned: found.unsigned,
    searched: found.searched,
  };
}

function refuseAttestation({ statement }: OpenedEvidence): string | undefined {
  return statement === undefined
    ? undefined
    : `it is an attestation of type ${statement.predicateType}, not a signature: predicateType must be ${signaturePredicateType}`;
}

/** Signer, or the reason why no authority signed. */
function findSigner(
  { evidence, opened }: Extract<Opened, { opened: object }>,
  verifiers: Verifiers,
): Acceptance | string {
  const { place } = evidence;
  const reasons: string[] = [];
  for (const [authority, verify] of verifiers) {
    const format = formatOf(evidence);
    const result =
      authority.format !== undefined && authority.format !== format
        ? { reason: `signatureFormat must be ${authority.format}: got ${format}` }
        : reasonOr(() => verify(opened));
    if ("value" in result) return { place, authority: authority.name, signer: result.value };
    reasons.push(verifiers.length === 1 ? result.reason : `${authority.name}: ${result.reason}`);
  }
  return reasons.join("; ");
}

/** Looks for one item that is not refused and that an authority signed. */
function judge(
  all: readonly Opened[],
  verifiers: Verifiers,
  requirement: string,
  rule: string,
  refuse: (opened: OpenedEvidence) => string | undefined,
): RequirementVerdict {
  const refusals: Refusal[] = [];
  for (const item of all) {
    const { place } = item.evidence;
    const reason = "reason" in item ? item.reason : refuse(item.opened);
    const signer = reason === undefined && "opened" in item ? findSigner(item, verifiers) : (reason ?? "");
    if (typeof signer !== "string") return { requirement, rule, metBy: signer, refusals };
    refusals.push({ place, format: formatOf(item.evidence), reason: signer });
  }
  return { requirement, rule, refusals };
}

/** Of the attestations that an authority signed, only the newest scan counts; of other kinds any. */
function judgeNewest(
  all: readonly Opened[],
  verifiers: Verifiers,
  wanted: AttestationConfig,
  rule: string,
  now: Date,
): RequirementVerdict {
  const refusals: Refusal[] = [];
  const signed: { readonly statement: Statement; readonly evidence: Evidence; readonly by: Acceptance }[] =
    [];
  for (const item of all) {
    const { evidence } = item;
    const refuse = (reason: string): void => {
      refusals.push({ place: evidence.place, format: formatOf(evidence), reason });
    };
    if ("reason" in item) {
      refuse(item.reason);
      continue;
    }
    const { statement } = item.opened;
    if (statement === undefined) refuse("it is a signature, not an attestation");
    else if (!isOfType(statement, wanted)) refuse(`it is an attestation of type ${statement.predicateType}`);
    else {
      const by = findSigner(item, verifiers);
      if (typeof by === "string") refuse(by);
      else signed.push({ statement, evidence, by });
    }
  }
  const newest = Math.max(...signed.map(({ statement }) => timeOf(statement, wanted)));
  for (const { statement, evidence, by } of signed) {
    const isOld = timeOf(statement, wanted) < newest;
    const problems = isOld ? ["a newer one counts instead"] : judgeAttestation(statement, wanted, now);
    if (problems.length === 0) return { requirement: wanted.name, rule, metBy: by, refusals };
    refusals.push({ place: evidence.place, format: formatOf(evidence), reason: problems.join("; ") });
  }
  return { requirement: wanted.name, rule, refusals };
}

import { parseDuration } from "../../../components/core/duration";
import { judgeConditions } from "../attestation/conditions";
import type { Problems } from "../attestation/judgement";
import { isWanted, toWantedType } from "../attestation/predicate-type";
import { judgeProvenance } from "../attestation/provenance";
import { judgeSbom } from "../attestation/sbom";
import { readScan } from "../attestation/scan";
import { judgeVulnerabilities } from "../attestation/vulnerabilities";
import type { Statement } from "../signature/statement";
import type { AttestationConfig } from "./attestation-schema";

const weekSeconds = 7 * 86_400;

/** Whether a statement is of the demanded type. */
export function isOfType({ predicateType }: Statement, wanted: AttestationConfig): boolean {
  return isWanted(predicateType, toWantedType(wanted.predicateType));
}

/** Time at which a scan was finished, ms since 1970: only the newest scan counts; 0 for everything else. */
export function timeOf({ predicateType, predicate }: Statement, wanted: AttestationConfig): number {
  if (toWantedType(wanted.predicateType).kind !== "vulnerabilities") return 0;
  const scan = readScan(predicateType, predicate);
  return typeof scan === "string" ? 0 : scan.finished.getTime();
}

/** Judges the content of a verified attestation of the demanded type. */
export function judgeAttestation(statement: Statement, wanted: AttestationConfig, now: Date): Problems {
  const { predicateType, predicate } = statement;
  return [
    ...judgeByKind(statement, wanted, now),
    ...judgeConditions(predicateType, predicate, wanted.policy?.conditions ?? []),
  ];
}

function judgeByKind(
  { predicateType, predicate }: Statement,
  { predicateType: wanted, policy = {} }: AttestationConfig,
  now: Date,
): Problems {
  const { kind } = toWantedType(wanted);
  if (kind === "provenance")
    return judgeProvenance(predicate, { ...policy, builders: policy.builders ?? [] });
  if (kind === "sbom") return judgeSbom(predicate, policy);
  if (kind === "custom") return [];
  const scan = readScan(predicateType, predicate);
  if (typeof scan === "string") return [scan];
  const rules = {
    maxAgeSeconds: parseDuration(policy.maxAge ?? "") ?? weekSeconds,
    denied: policy.denied ?? (["critical", "high"] as const),
    exceptions: policy.exceptions ?? [],
  };
  return judgeVulnerabilities(scan, rules, now);
}

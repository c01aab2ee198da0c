/** Kind that an attestation is judged as. */
export type AttestationKind = "provenance" | "sbom" | "vulnerabilities" | "custom";

/** The attestation that is demanded: how it is judged, and the types that count. */
export interface WantedType {
  readonly kind: AttestationKind;
  readonly types: readonly string[];
}

const spdx = "https://spdx.dev/Document";
const cyclonedx = "https://cyclonedx.org/bom";
const cosignVuln = "https://cosign.sigstore.dev/attestation/vuln/v1";
const inTotoVulns = [
  "https://in-toto.io/attestation/vulns/v0.1",
  "https://in-toto.io/attestation/vulns/v0.2",
];
const slsa = "https://slsa.dev/provenance/v1";
const older = "https://slsa.dev/provenance/v0.2";

/** Words for types: cosign's own, and one per kind. */
const words: Readonly<Record<string, WantedType>> = {
  slsaprovenance: { kind: "custom", types: [older] },
  slsaprovenance02: { kind: "custom", types: [older] },
  spdx: { kind: "custom", types: [spdx] },
  link: { kind: "custom", types: ["https://in-toto.io/Link/v1"] },
  openvex: { kind: "custom", types: ["https://openvex.dev/ns"] },
  custom: { kind: "custom", types: ["https://cosign.sigstore.dev/attestation/v1"] },
  slsaprovenance1: { kind: "provenance", types: [slsa] },
  spdxjson: { kind: "sbom", types: [spdx] },
  cyclonedx: { kind: "sbom", types: [cyclonedx] },
  sbom: { kind: "sbom", types: [spdx, cyclonedx] },
  vuln: { kind: "vulnerabilities", types: [cosignVuln] },
  vulnerabilities: { kind: "vulnerabilities", types: [cosignVuln, ...inTotoVulns] },
};

/** Whether `https://spdx.dev/Document/v2.3` is of type `https://spdx.dev/Document`. */
function isType(actual: string, type: string): boolean {
  return (
    actual === type || (actual.startsWith(`${type}/`) && /^\/v\d[\d.]*$/.test(actual.slice(type.length)))
  );
}

/** Reason why a `predicateType` can never match: types are addresses, and every other word is one of cosign's. */
export function typeFault(predicateType: string): string | undefined {
  if (Object.hasOwn(words, predicateType) || predicateType.includes(":")) return undefined;
  return `must be a full type such as ${slsa}, or one of ${Object.keys(words).join(", ")}: got "${predicateType}"`;
}

/** Types that a configured `predicateType` accepts: one of the words, or a full type; an unknown type is `custom`. */
export function toWantedType(predicateType: string): WantedType {
  const word = Object.hasOwn(words, predicateType) ? words[predicateType] : undefined;
  if (word !== undefined) return word;
  const known = Object.values(words).find(
    ({ kind, types }) => kind !== "custom" && types.some((type) => isType(predicateType, type)),
  );
  return { kind: known?.kind ?? "custom", types: [predicateType] };
}

/** Whether an attestation's type is one of those demanded; a version behind the last slash is the same type. */
export function isWanted(actual: string, { types }: WantedType): boolean {
  return types.some((type) => isType(actual, type));
}

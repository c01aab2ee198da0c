import { globSource } from "./attestation/glob";
import type { AttestationKind } from "./attestation/predicate-type";
import type { AttestationConfig } from "./rules/attestation-schema";

/** CUE that an attestation must satisfy, and the rules that CUE cannot express. */
export interface EmittedCue {
  readonly data?: string;
  /** Rules that apply at plan time only. */
  readonly left: readonly string[];
}

const oneOf = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(" | ");

function provenanceCue(rules: NonNullable<AttestationConfig["policy"]>): EmittedCue {
  const { builders = [], buildTypes, source } = rules;
  const workflow = source
    ? [
        `repository: ${JSON.stringify(source.repository)}`,
        ...(source.refs
          ? [`ref: =~${JSON.stringify(source.refs.map((ref) => `(^${globSource(ref)}$)`).join("|"))}`]
          : []),
      ]
    : [];
  const definition = [
    ...(buildTypes ? [`buildType: ${oneOf(buildTypes)}`] : []),
    ...(workflow.length > 0 ? [`externalParameters: workflow: {${workflow.join(", ")}}`] : []),
  ];
  const data = [
    `predicate: runDetails: builder: id: ${oneOf(builders)}`,
    ...definition.map((line) => `predicate: buildDefinition: ${line}`),
  ].join("\n");
  const left = source?.requireCommit
    ? [
        "source.requireCommit",
        "source where a builder states it elsewhere than in externalParameters.workflow",
      ]
    : [];
  return { data, left };
}

/** The rules of an attestation as a policy-controller judges them. */
export function toCue(kind: AttestationKind, rules: NonNullable<AttestationConfig["policy"]>): EmittedCue {
  const { data, left } = toOwnCue(kind, rules);
  const all = rules.conditions === undefined ? left : [...left, "conditions"];
  return data === undefined ? { left: all } : { data, left: all };
}

function toOwnCue(kind: AttestationKind, rules: NonNullable<AttestationConfig["policy"]>): EmittedCue {
  if (kind === "provenance") return provenanceCue(rules);
  if (kind === "sbom") {
    const left = ["at least one package or component", ...(rules.deniedLicences ? ["deniedLicences"] : [])];
    return { left };
  }
  return { left: kind === "custom" ? [] : ["maxAge", "denied", "exceptions", "the newest scan counts"] };
}

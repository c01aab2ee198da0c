import { TrustedRoot } from "@sigstore/protobuf-specs";
import { globSource } from "./attestation/glob";
import { toWantedType } from "./attestation/predicate-type";
import { toCue } from "./emit-cue";
import { toNamespaceSelector } from "../../components/core/access/admission-binding";
import type { ClusterTerms, NamedTerms } from "./cluster-terms";
import { toKyvernoConditions } from "./emit-kyverno-conditions";
import { toImageExpression } from "./emit-kyverno-match";
import { ownName, plainName, type EmittedObject } from "./emit-trust-root";
import type { AttestationConfig } from "./rules/attestation-schema";
import { logRootOf, rootsOf } from "./rules/authority-roots";
import type { AuthorityConfig } from "./rules/authority-schema";
import { rootFinder } from "./rules/resolve-authority";
import type { ImagePolicy, ImagesConfig } from "./rules/schema";

/** Lists of images that Kyverno takes out of a pod, and out of the templates of its controllers. */
const lists = ["containers", "initContainers", "ephemeralContainers"].map((list) => `images.${list}`);
const forAll = (condition: string): string =>
  lists.map((list) => `${list}.all(image, ${condition})`).join(" && ");
const text = (value: string): string => JSON.stringify(value);

function toAttestor(
  config: AuthorityConfig,
  policy: ImagePolicy,
  { readFile, findRoot }: NamedTerms,
): object {
  const { name, key, certificate, keyless } = config;
  const pem = (own: { data?: string | undefined; file?: string | undefined }): string =>
    own.data ?? readFile(own.file ?? "");
  // Kyverno takes one root for everything; the public one it fetches itself.
  const own = rootsOf(config).find((ref) => ref !== "public");
  return {
    name: plainName(name),
    cosign: {
      ...(key === undefined
        ? {}
        : {
            key: {
              ...(key.kms === undefined ? { data: pem(key) } : { kms: key.kms }),
              hashAlgorithm: key.hashAlgorithm ?? "sha256",
            },
          }),
      ...(certificate === undefined
        ? {}
        : {
            certificate: {
              cert: { value: pem(certificate) },
              ...(certificate.chainFile === undefined
                ? {}
                : { certChain: { value: readFile(certificate.chainFile) } }),
            },
          }),
      ...(keyless === undefined
        ? {}
        : {
            keyless: {
              // Kyverno's expressions are not anchored: Sluice's are.
              identities: keyless.identities.map(({ issuer, issuerRegExp, subject, subjectRegExp }) => ({
                ...(issuer === undefined ? { issuerRegExp: `^(?:${issuerRegExp})$` } : { issuer }),
                ...(subject === undefined ? { subjectRegExp: `^(?:${subjectRegExp})$` } : { subject }),
              })),
            },
          }),
      ctlog: {
        insecureIgnoreTlog: logRootOf(config) === undefined,
        insecureIgnoreSCT: keyless?.insecureIgnoreSCT ?? true,
      },
      ...(own === undefined
        ? {}
        : { trustedRoot: { value: JSON.stringify(TrustedRoot.toJSON(findRoot(own))) } }),
      ...(policy.signatureRepository === undefined
        ? {}
        : { source: { repository: policy.signatureRepository } }),
    },
  };
}

/** The attestors of some authorities, as the functions of Kyverno take them. */
const attestorsOf = (authorities: readonly AuthorityConfig[]): string =>
  `[${authorities.map(({ name }) => `attestors[${text(plainName(name))}]`).join(", ")}]`;

/** Conditions on the contents of provenance; everything else that is asked of contents is left to plan time. */
function toConditions({ builders, buildTypes, source }: NonNullable<AttestationConfig["policy"]>): string[] {
  const definition = "statement.predicate.buildDefinition";
  const workflow = `${definition}.externalParameters.workflow`;
  const oneOf = (values: readonly string[]): string => `[${values.map(text).join(", ")}]`;
  return [
    ...(builders ? [`statement.predicate.runDetails.builder.id in ${oneOf(builders)}`] : []),
    ...(buildTypes ? [`${definition}.buildType in ${oneOf(buildTypes)}`] : []),
    ...(source ? [`${workflow}.repository == ${text(source.repository)}`] : []),
    ...(source?.refs
      ? [`${workflow}.ref.matches(${text(`^(${source.refs.map(globSource).join("|")})$`)})`]
      : []),
  ];
}

interface Emitted {
  readonly attestations: readonly object[];
  readonly validations: readonly object[];
  readonly left: readonly string[];
}

function emitAttestation(policy: ImagePolicy, wanted: AttestationConfig): Emitted {
  const { kind, types } = toWantedType(wanted.predicateType);
  const signers = policy.authorities.filter(
    ({ name, static: decided }) => !decided && (wanted.authorities?.includes(name) ?? true),
  );
  const named = types.map((type, nth) => ({
    name: plainName(types.length === 1 ? wanted.name : `${wanted.name}-${nth}`),
    intoto: { type },
  }));
  const conditions = kind === "provenance" ? toConditions(wanted.policy ?? {}) : [];
  const perType = named.map(({ name }) => {
    const attestation = `attestations[${text(name)}]`;
    const signed = `verifyAttestationSignatures(image, ${attestation}, ${attestorsOf(signers)}) > 0`;
    const contents = conditions.map(
      (one) => ` && [extractPayload(image, ${attestation})].all(statement, ${one})`,
    );
    return `(${signed}${contents.join("")})`;
  });
  return {
    attestations: named,
    validations: [
      {
        expression: forAll(perType.join(" || ")),
        message: `images must have the attestation ${wanted.name}`,
      },
    ],
    left: toCue(kind, wanted.policy ?? {}).left,
  };
}

function toObject(policy: ImagePolicy, config: ImagesConfig, named: NamedTerms): EmittedObject {
  const signers = policy.authorities.filter((each) => !each.static);
  const passes = policy.authorities.some((each) => each.static?.action === "pass");
  const wanted = policy.attestations.map((each) => emitAttestation(policy, each));
  const signed =
    signers.length === 0 ? "false" : forAll(`verifyImageSignatures(image, ${attestorsOf(signers)}) > 0`);
  // A static authority that passes stands in for a signature, never for an attestation.
  const isDemanded = policy.signature === "required" && !passes;
  return render(policy.name, toImageExpression(policy.images), {
    config,
    terms: named,
    mode: policy.mode,
    isVerified: isDemanded || wanted.length > 0,
    left: [
      ...signers
        .filter((each) => rootsOf(each).length > 1)
        .map(({ name }) => `all trust roots of ${name} but one of its own`),
      ...wanted.flatMap(({ left }) => left),
    ],
    attestors: signers.map((each) => toAttestor(each, policy, named)),
    attestations: wanted.flatMap(({ attestations }) => attestations),
    validations: [
      ...(isDemanded ? [{ expression: signed, message: `images must be signed, see ${policy.name}` }] : []),
      ...wanted.flatMap(({ validations }) => validations),
    ],
  });
}

interface Rules {
  readonly config: ImagesConfig;
  readonly terms: ClusterTerms;
  readonly mode: "enforce" | "warn";
  /** Every image must have passed a check of signatures or attestations. */
  readonly isVerified: boolean;
  readonly left: readonly string[];
  readonly attestors: readonly object[];
  readonly attestations: readonly object[];
  readonly validations: readonly object[];
}

function render(name: string, expression: string, rules: Rules): EmittedObject {
  const { config, terms, mode, isVerified, left, attestors, attestations, validations } = rules;
  const { conditions, untold } = toKyvernoConditions(terms.exemptions);
  const lacks = untold.map((resource) => `the exemption of ${resource}, so that it only warns`);
  const notes = [...left, ...lacks];
  const note =
    notes.length === 0 ? {} : { annotations: { "sluice.dev/only-at-plan-time": notes.join("; ") } };
  const isEnforced = mode === "enforce" && terms.enforcement === "deny" && untold.length === 0;
  const pods = { apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] };
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "ImageValidatingPolicy",
    metadata: { name: ownName(name), ...note },
    spec: {
      validationActions: isEnforced ? ["Deny"] : ["Warn", "Audit"],
      // A policy that only warns is in nobody's way while Kyverno or a registry is away.
      failurePolicy: isEnforced && config.onRegistryError === "deny" ? "Fail" : "Ignore",
      matchConstraints: {
        // Of pods alone: from this Kyverno makes the same rules for their controllers.
        resourceRules: [{ ...pods, operations: ["CREATE", "UPDATE"] }],
        namespaceSelector: toNamespaceSelector(terms.scope),
      },
      matchConditions: conditions,
      matchImageReferences: [{ expression }],
      validationConfigurations: {
        mutateDigest: false,
        verifyDigest: config.tags === "deny",
        required: isVerified,
      },
      attestors,
      ...(attestations.length === 0 ? {} : { attestations }),
      validations: validations.length === 0 ? [{ expression: "true" }] : validations,
    },
  };
}

/**
 * The same rules for a cluster with Kyverno (1.19 or newer): an ImageValidatingPolicy for each policy, and one for the
 * images that none of them is about. Rules that Kyverno is not given are named in the annotation
 * `sluice.dev/only-at-plan-time`.
 * @throws {Error} when a key or trusted root is unusable
 * @see https://kyverno.io/docs/policy-types/image-validating-policy/
 */
export function emitKyvernoPolicies(config: ImagesConfig, terms: ClusterTerms): readonly EmittedObject[] {
  const named = { ...terms, findRoot: rootFinder(config.trustRoots, terms.readFile) };
  const policies = config.policies.map((policy) => toObject(policy, config, named));
  if (config.noMatch === "allow") return policies;
  const known = toImageExpression(config.policies.flatMap(({ images }) => images));
  const others = known === "" ? "true" : `!(${known})`;
  const none = render("images-without-policy", others, {
    config,
    terms,
    mode: config.noMatch === "deny" ? "enforce" : "warn",
    isVerified: false,
    left: [],
    attestors: [],
    attestations: [],
    validations: [{ expression: forAll("false"), message: "images must match a policy of images-signed" }],
  });
  return [...policies, none];
}

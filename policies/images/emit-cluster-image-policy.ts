import { X509Certificate } from "node:crypto";
import { toWantedType } from "./attestation/predicate-type";
import { toCue } from "./emit-cue";
import type { ClusterTerms } from "./cluster-terms";
import { toControllerGlobs } from "./emit-controller-globs";
import { ownName, plainName, toTrustRoot, type EmittedObject } from "./emit-trust-root";
import type { AttestationConfig } from "./rules/attestation-schema";
import type { AuthorityConfig } from "./rules/authority-schema";
import { rootFinder, type ReadFile } from "./rules/resolve-authority";
import type { ImagePolicy, ImagesConfig } from "./rules/schema";

/** The controller itself trusts `public`. */
const refer = (name: string): object => (name === "public" ? {} : { trustRootRef: ownName(name) });

/** The controller knows keys and key services; of a certificate it gets the key. */
function toClusterKey({ key, certificate }: AuthorityConfig, readFile: ReadFile): object {
  const own = key ?? certificate;
  const hashAlgorithm = own?.hashAlgorithm ?? "sha256";
  if (key?.kms !== undefined) return { kms: key.kms, hashAlgorithm };
  const pem = own?.data ?? readFile(own?.file ?? "");
  const spki = certificate && new X509Certificate(pem).publicKey.export({ type: "spki", format: "pem" });
  return { data: spki === undefined ? pem : String(spki), hashAlgorithm };
}

function toClusterAuthority(
  config: AuthorityConfig,
  format: string | undefined,
  { signatureRepository }: ImagePolicy,
  attestations: readonly object[],
  readFile: ReadFile,
): object {
  const { name, key, certificate, keyless, static: decided, ctlog, rfc3161timestamp } = config;
  if (decided) return { name, static: decided };
  const log = ctlog
    ? {
        ctlog: {
          ...(ctlog.trustRootRef === "public"
            ? { url: "https://rekor.sigstore.dev" }
            : refer(ctlog.trustRootRef)),
        },
      }
    : keyless && !rfc3161timestamp
      ? {
          ctlog:
            keyless.trustRootRef === "public"
              ? { url: "https://rekor.sigstore.dev" }
              : refer(keyless.trustRootRef),
        }
      : // An empty block tells the controller not to ask a log.
        { ctlog: {} };
  return {
    name,
    ...(key || certificate ? { key: toClusterKey(config, readFile) } : {}),
    ...(keyless
      ? {
          keyless: {
            ...(keyless.trustRootRef === "public"
              ? { url: "https://fulcio.sigstore.dev" }
              : refer(keyless.trustRootRef)),
            // The controller's expressions are not anchored: Sluice's are.
            identities: keyless.identities.map(({ issuer, issuerRegExp, subject, subjectRegExp }) => ({
              ...(issuer === undefined ? { issuerRegExp: `^(?:${issuerRegExp})$` } : { issuer }),
              ...(subject === undefined ? { subjectRegExp: `^(?:${subjectRegExp})$` } : { subject }),
            })),
            ...(keyless.insecureIgnoreSCT ? { insecureIgnoreSCT: true } : {}),
          },
        }
      : {}),
    ...log,
    ...(rfc3161timestamp ? { rfc3161timestamp: refer(rfc3161timestamp.trustRootRef) } : {}),
    ...(format === undefined ? {} : { signatureFormat: format }),
    ...(signatureRepository === undefined ? {} : { source: [{ oci: signatureRepository }] }),
    ...(attestations.length === 0 ? {} : { attestations }),
  };
}

/** The controller reads one format per authority: where both count, it gets the authority twice. */
function toClusterAuthorities(
  config: AuthorityConfig,
  policy: ImagePolicy,
  attestations: readonly object[],
  readFile: ReadFile,
): readonly object[] {
  if (config.static) return [toClusterAuthority(config, undefined, policy, [], readFile)];
  const formats = config.signatureFormat === "any" ? ["bundle", "legacy"] : [config.signatureFormat];
  return formats.map((format) =>
    toClusterAuthority(
      { ...config, name: `${config.name}-${format}` },
      format,
      policy,
      attestations,
      readFile,
    ),
  );
}

function toObject(
  policy: ImagePolicy,
  suffix: string,
  authorities: readonly object[],
  left: readonly string[],
  { enforcement, exemptions }: ClusterTerms,
): EmittedObject {
  const excluded = policy.images.flatMap(({ exclude }) => exclude);
  // It has neither exclusions nor exemptions: it would refuse what plan time lets in, so it only warns.
  const lacks = [
    ...(excluded.length === 0 ? [] : [`exclude ${excluded.join(", ")}`]),
    ...exemptions.map(({ resource }) => `the exemption of ${resource}`),
  ].map((text) => `${text}, so that it only warns`);
  const onlyAtPlanTime = [...left, ...lacks];
  const note =
    onlyAtPlanTime.length === 0
      ? {}
      : { annotations: { "sluice.dev/only-at-plan-time": onlyAtPlanTime.join("; ") } };
  return {
    apiVersion: "policy.sigstore.dev/v1beta1",
    kind: "ClusterImagePolicy",
    metadata: { name: ownName(`${policy.name}-${suffix}`), ...note },
    spec: {
      images: policy.images.flatMap((one) => toControllerGlobs(one.glob).map((glob) => ({ glob }))),
      mode: lacks.length > 0 || enforcement === "audit" ? "warn" : policy.mode,
      authorities,
    },
  };
}

/** One policy per type and attestation: all policies that match an image must pass, any authority inside one is enough. */
function attestationObject(
  policy: ImagePolicy,
  wanted: AttestationConfig,
  terms: ClusterTerms,
): EmittedObject {
  const { readFile } = terms;
  const { types, kind } = toWantedType(wanted.predicateType);
  const { data, left } = toCue(kind, wanted.policy ?? {});
  // A static authority attests nothing: here it would let every image through.
  const own = policy.authorities.filter(
    ({ name, static: decided }) => !decided && (wanted.authorities?.includes(name) ?? true),
  );
  const authorities = types.flatMap((predicateType, index) => {
    const attestation = {
      name: plainName(wanted.name),
      predicateType,
      ...(data === undefined ? {} : { policy: { type: "cue", data } }),
    };
    const named = (config: AuthorityConfig): AuthorityConfig =>
      types.length === 1 ? config : { ...config, name: `${config.name}-${index}` };
    return own.flatMap((config) => toClusterAuthorities(named(config), policy, [attestation], readFile));
  });
  return toObject(policy, wanted.name, authorities, left, terms);
}

/**
 * The same rules for a cluster with Sigstore's policy-controller: ClusterImagePolicy objects, and a TrustRoot for each
 * root of one's own. Rules that the controller cannot judge are named in the annotation
 * `sluice.dev/only-at-plan-time`.
 * @throws {Error} when a key or trusted root is unusable
 * @see https://docs.sigstore.dev/policy-controller/overview/
 */
export function emitClusterImagePolicies(
  config: ImagesConfig,
  terms: ClusterTerms,
): readonly EmittedObject[] {
  const { readFile } = terms;
  const findRoot = rootFinder(config.trustRoots, readFile);
  const roots = config.trustRoots.map(({ name }) => toTrustRoot(ownName(name), findRoot(name)));
  const policies = config.policies.flatMap((policy) => {
    const signature = policy.authorities.flatMap((each) => toClusterAuthorities(each, policy, [], readFile));
    return [
      ...(policy.signature === "required" ? [toObject(policy, "signature", signature, [], terms)] : []),
      ...policy.attestations.map((wanted) => attestationObject(policy, wanted, terms)),
    ];
  });
  return [...roots, ...policies];
}

import { X509Certificate } from "node:crypto";
import { toWantedType } from "./attestation/predicate-type";
import { toCue } from "./emit-cue";
import type { ClusterTerms, NamedTerms } from "./cluster-terms";
import { formatsForController } from "./controller-formats";
import { toControllerGlobs } from "./emit-controller-globs";
import { ownName, plainName, toTrustRoot, type EmittedObject } from "./emit-trust-root";
import type { AttestationConfig } from "./rules/attestation-schema";
import { logRootOf } from "./rules/authority-roots";
import type { AuthorityConfig } from "./rules/authority-schema";
import { rootFinder, type FindRoot, type ReadFile } from "./rules/resolve-authority";
import type { ImagePolicy, ImagesConfig } from "./rules/schema";

/** The controller itself trusts `public`. */
const refer = (name: string): object => (name === "public" ? {} : { trustRootRef: ownName(name) });

const publicLog = "https://rekor.sigstore.dev";

/** The log of a root. Without an address the controller forgets the root, and then the log as well. */
const referLog = (root: string, findRoot: FindRoot): object =>
  root === "public"
    ? { url: publicLog }
    : { url: findRoot(root).tlogs[0]?.baseUrl || publicLog, ...refer(root) };

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
  { readFile, findRoot }: NamedTerms,
): object {
  const { name, key, certificate, keyless, static: decided, rfc3161timestamp } = config;
  if (decided) return { name, static: decided };
  const logRoot = logRootOf(config);
  // An empty block tells the controller not to ask a log.
  const log = { ctlog: logRoot === undefined ? {} : referLog(logRoot, findRoot) };
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

/** Authorities of one object. */
interface Emitted {
  readonly authorities: readonly object[];
  /** Signatures that plan time accepts and the controller refuses, in words. */
  readonly lacks: readonly string[];
}

/** The controller reads one format per authority: where both count, it gets the authority twice. */
function toClusterAuthorities(
  config: AuthorityConfig,
  policy: ImagePolicy,
  attestations: readonly object[],
  named: NamedTerms,
  name = config.name,
): Emitted {
  if (config.static)
    return { authorities: [toClusterAuthority(config, undefined, policy, [], named)], lacks: [] };
  const { formats, refusesBundles } = formatsForController(config, attestations.length > 0);
  return {
    authorities: formats.map((format) =>
      toClusterAuthority({ ...config, name: `${name}-${format}` }, format, policy, attestations, named),
    ),
    lacks: [
      ...(refusesBundles ? [`bundles of ${config.name}`] : []),
      // It has timestamps only by a root of one's own.
      ...(config.rfc3161timestamp?.trustRootRef === "public" ? [`timestamps of ${config.name}`] : []),
    ],
  };
}

function toObject(
  policy: ImagePolicy,
  suffix: string,
  emitted: readonly Emitted[],
  left: readonly string[],
  { enforcement, exemptions }: ClusterTerms,
): EmittedObject {
  const excluded = policy.images.flatMap(({ exclude }) => exclude);
  // It has neither exclusions nor exemptions, and few bundles: it would refuse what plan time lets in, so it only warns.
  const lacks = [
    ...new Set(emitted.flatMap((one) => one.lacks)),
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
      authorities: emitted.flatMap(({ authorities }) => authorities),
    },
  };
}

/** One policy per type and attestation: all policies that match an image must pass, any authority inside one is enough. */
function attestationObject(policy: ImagePolicy, wanted: AttestationConfig, terms: NamedTerms): EmittedObject {
  const { types, kind } = toWantedType(wanted.predicateType);
  const { data, left } = toCue(kind, wanted.policy ?? {});
  // A static authority attests nothing: here it would let every image through.
  const own = policy.authorities.filter(
    ({ name, static: decided }) => !decided && (wanted.authorities?.includes(name) ?? true),
  );
  const emitted = types.flatMap((predicateType, index) => {
    const attestation = {
      name: plainName(wanted.name),
      predicateType,
      ...(data === undefined ? {} : { policy: { type: "cue", data } }),
    };
    return own.map((config) => {
      const name = types.length === 1 ? config.name : `${config.name}-${index}`;
      return toClusterAuthorities(config, policy, [attestation], terms, name);
    });
  });
  return toObject(policy, wanted.name, emitted, left, terms);
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
  const findRoot = rootFinder(config.trustRoots, terms.readFile);
  const named = { ...terms, findRoot };
  const roots = config.trustRoots.map(({ name }) => toTrustRoot(ownName(name), findRoot(name)));
  const policies = config.policies.flatMap((policy) => {
    const signature = policy.authorities.map((each) => toClusterAuthorities(each, policy, [], named));
    return [
      ...(policy.signature === "required" ? [toObject(policy, "signature", signature, [], named)] : []),
      ...policy.attestations.map((wanted) => attestationObject(policy, wanted, named)),
    ];
  });
  return [...roots, ...policies];
}

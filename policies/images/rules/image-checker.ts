import { readFileSync } from "node:fs";
import { createRegistryClient, type RegistryClient } from "../registry/client";
import { dockerConfigFile, readDockerCredentials } from "../registry/docker-config";
import {
  parseReference,
  repositoryName,
  type ImageReference,
} from "../../../components/core/images/reference";
import { RegistryError } from "../registry/registry-error";
import type { Authority } from "../signature/authority";
import { findEvidence, type FoundEvidence } from "../signature/find-evidence";
import { createVerifier } from "../signature/verify-signature";
import { findIndexOf } from "./find-index";
import { matchesImage } from "./match-image";
import { judgeEvidence, type ReadyPolicy } from "./judge-evidence";
import { resolveAuthority, rootFinder, type ReadFile } from "./resolve-authority";
import type { ImagePolicy, ImagesConfig } from "./schema";
import type { ImageVerdict } from "./verdict";

/** Result of checking one image against one policy. */
export type Checked =
  | { readonly kind: "judged"; readonly verdict: ImageVerdict; readonly signedIndex?: string }
  /** Decided without looking at signatures. */
  | { readonly kind: "static"; readonly accepted: boolean; readonly message: string }
  /** The registry has no such image. */
  | { readonly kind: "missing" }
  /** Not known: the registry failed. */
  | { readonly kind: "unknown"; readonly error: RegistryError };

/** Checks images; every image is verified once per policy, however many resources use it. */
export interface ImageChecker {
  /** The policies that an image must satisfy. */
  policiesFor(at: ImageReference): readonly ImagePolicy[];
  /** Digest of an image now; undefined when the registry has none by that name. */
  resolve(at: ImageReference): Promise<string | undefined>;
  /**
   * Checks an image against one policy.
   * @param digest - `sha256:…`
   * @param now - decides how old a scan is
   */
  check(at: ImageReference, digest: string, policy: ImagePolicy, now: Date): Promise<Checked>;
  /** Number of judgements of evidence so far: once per distinct digest and policy. */
  verifications(): number;
}

/** Dependencies of a checker on the machine; tests pass their own. */
export interface CheckerOptions {
  /** @default - the network */
  readonly client?: RegistryClient;
  /** @default - the file system, from the current folder */
  readonly readFile?: ReadFile;
  /** @default - the process' environment */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

function openClient(
  config: ImagesConfig,
  readFile: ReadFile,
  env: CheckerOptions["env"] = process.env,
): RegistryClient {
  return createRegistryClient({
    findCredentials: readDockerCredentials(env, dockerConfigFile(env)),
    registries: config.registries.map(({ host, caFile, plainHttp }) => ({
      host,
      ...(caFile === undefined ? {} : { ca: readFile(caFile) }),
      ...(plainHttp === undefined ? {} : { plainHttp }),
    })),
    timeoutMs: config.limits.timeoutSeconds * 1000,
    maxBytes: config.limits.maxBytes,
  });
}

/**
 * Opens a checker: reads keys and trusted roots, keeps connections, tokens and verdicts for its lifetime.
 * @throws {SyntaxError} when a key or trusted root is unusable; an `Error` of the file system when a file is missing
 */
export function createImageChecker(config: ImagesConfig, options: CheckerOptions = {}): ImageChecker {
  const readFile = options.readFile ?? ((file: string) => readFileSync(file, "utf8"));
  const client = options.client ?? openClient(config, readFile, options.env);
  const findRoot = rootFinder(config.trustRoots, readFile);
  const ready = new Map(
    config.policies.map((policy): [ImagePolicy, ReadyPolicy] => [policy, toReady(policy)]),
  );
  const evidenceOf = new Map<string, Promise<FoundEvidence>>();
  const verdicts = new Map<string, Promise<Checked>>();
  const digests = new Map<string, Promise<string | undefined>>();
  let verifications = 0;

  function toReady(policy: ImagePolicy): ReadyPolicy {
    const resolved = policy.authorities.map((each) => resolveAuthority(each, findRoot, readFile));
    return {
      name: policy.name,
      verifiers: resolved
        .filter((each): each is Authority => each !== undefined)
        .map((authority) => [authority, createVerifier(authority)]),
      demandSignature:
        policy.signature === "required" && policy.authorities.every((each) => each.static?.action !== "pass"),
      attestations: policy.attestations,
    };
  }

  /**
   * Whether the image exists. Evidence that was found and refused stays refused, also where the image's own registry
   * does not answer.
   */
  async function isThere(at: ImageReference, digest: string, { evidence }: FoundEvidence): Promise<boolean> {
    try {
      return (await client.manifest(at, digest)) !== undefined;
    } catch (error) {
      if (error instanceof RegistryError && evidence.length > 0) return true;
      throw error;
    }
  }

  async function judge(at: ImageReference, digest: string, policy: ImagePolicy, now: Date): Promise<Checked> {
    const passes = policy.authorities.find((each) => each.static?.action === "pass");
    const decided =
      passes ?? policy.authorities.find((each) => each.static && policy.authorities.length === 1);
    // A `static` authority replaces the signature, not the attestations.
    if (decided?.static && policy.attestations.length === 0) {
      const { action, message } = decided.static;
      return {
        kind: "static",
        accepted: action === "pass",
        message: message ?? `authority ${decided.name} says so`,
      };
    }
    const own = policy.signatureRepository;
    const store = own === undefined ? at : parseReference(own);
    const key = `${repositoryName(store)}@${digest}`;
    const found = await once(evidenceOf, key, () => findEvidence(client, store, digest));
    verifications += 1;
    const readyPolicy = ready.get(policy) ?? toReady(policy);
    const verdict = judgeEvidence(found, readyPolicy, digest, now);
    if (verdict.accepted) return { kind: "judged", verdict };
    if (!(await isThere(at, digest, found))) return { kind: "missing" };
    const signature = verdict.requirements.find(({ requirement }) => requirement === "signature");
    if (signature === undefined || signature.metBy) return { kind: "judged", verdict };
    // Only an explanation: a registry that lists no tags does not change the verdict.
    const index = await findIndexOf(client, at, store, digest).catch(() => undefined);
    return { kind: "judged", verdict, ...(index === undefined ? {} : { signedIndex: index }) };
  }

  return {
    policiesFor: (at) =>
      config.policies.filter(({ images }) => images.some((pattern) => matchesImage(pattern, at))),
    resolve: (at) => {
      if (at.digest !== undefined) return Promise.resolve(at.digest);
      const tag = at.tag ?? "latest";
      return once(
        digests,
        `${repositoryName(at)}:${tag}`,
        async () => (await client.manifest(at, tag))?.digest,
      );
    },
    async check(at, digest, policy, now) {
      const key = `${config.policies.indexOf(policy)} ${repositoryName(at)}@${digest}`;
      try {
        return await once(verdicts, key, () => judge(at, digest, policy, now));
      } catch (error) {
        if (error instanceof RegistryError) return { kind: "unknown", error };
        throw error;
      }
    },
    verifications: () => verifications,
  };
}

/** Makes a value once per key; a failure is forgotten, so that an outage is not remembered. */
function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

import { demandDigest, sha256 } from "./digest";
import type { HttpAnswer } from "./http";
import { manifestTypes, parseManifest, type Descriptor, type Manifest } from "./manifest";
import { isDigest, repositoryName, type ImageReference } from "../../../components/core/images/reference";
import { RegistryError } from "./registry-error";
import { openSession, type SessionOptions } from "./session";
import { z } from "zod";

/** A manifest and the digest of exactly the bytes it was read from. */
export interface FetchedManifest {
  readonly digest: string;
  readonly manifest: Manifest;
}

/** Reads from registries; everything fetched by digest is checked. */
export interface RegistryClient {
  /**
   * @param name - tag or digest
   * @returns undefined when the registry has none by that name
   * @throws {RegistryError}
   */
  manifest(at: ImageReference, name: string): Promise<FetchedManifest | undefined>;
  /**
   * @returns undefined when the registry does not have it
   * @throws {RegistryError} also when it is larger than the limit or does not match its digest
   */
  blob(at: ImageReference, descriptor: Descriptor): Promise<Buffer | undefined>;
  /**
   * Referrers of a digest by the Referrers API, page by page.
   * @returns undefined when the registry has no such API, or gives no list
   * @throws {RegistryError}
   */
  referrers(at: ImageReference, digest: string): Promise<readonly Descriptor[] | undefined>;
  /**
   * Some tags of the repository, at most `limit`; none when the registry lists none.
   * @throws {RegistryError}
   */
  tags(at: ImageReference, limit: number): Promise<readonly string[]>;
}

/** Limits of reading. */
export interface ClientOptions extends SessionOptions {
  /** Longest manifest, index or list of referrers, bytes. @default 4_194_304 (4 MiB) */
  readonly maxManifestBytes?: number;
  /** Longest signature or attestation, bytes. @default 33_554_432 (32 MiB) */
  readonly maxBytes?: number;
}

const mostPages = 64;
const anyManifest = manifestTypes.join(", ");
const tagsSchema = z.object({ tags: z.array(z.string()).nullish() });

/** Opens a read-only client; it keeps tokens and connections for its lifetime. */
export function createRegistryClient(options: ClientOptions): RegistryClient {
  const { maxManifestBytes = 4 * 1024 * 1024, maxBytes = 32 * 1024 * 1024 } = options;
  const session = openSession(options);

  const readManifest = (answer: HttpAnswer, what: string): Manifest => {
    const manifest = parseManifest(answer.body);
    if (manifest === undefined) throw new RegistryError("unreadable", what, "it must be a manifest in JSON");
    return manifest;
  };

  return {
    async manifest(at, name) {
      const what = `${repositoryName(at)}${isDigest(name) ? "@" : ":"}${name}`;
      const answer = await session.get(at, `/manifests/${name}`, anyManifest, maxManifestBytes);
      if (answer.status !== 200) return undefined;
      const claimed = answer.headers["docker-content-digest"];
      if (isDigest(name)) demandDigest(answer.body, name, what);
      else if (claimed !== undefined && isDigest(claimed)) demandDigest(answer.body, claimed, what);
      return { digest: sha256(answer.body), manifest: readManifest(answer, what) };
    },

    async blob(at, { digest, size }) {
      const what = `${repositoryName(at)}@${digest}`;
      if (size > maxBytes) {
        throw new RegistryError("too-large", what, `it must be at most ${maxBytes} bytes: got ${size}`);
      }
      const answer = await session.get(at, `/blobs/${digest}`, "*/*", Math.min(size, maxBytes));
      if (answer.status !== 200) return undefined;
      demandDigest(answer.body, digest, what);
      return answer.body;
    },

    async referrers(at, digest) {
      const found: Descriptor[] = [];
      let path: string | undefined = `/referrers/${digest}`;
      for (let page = 0; path !== undefined && page < mostPages; page += 1) {
        const answer: HttpAnswer = await session.get(at, path, anyManifest, maxManifestBytes);
        const isIndex = answer.headers["content-type"]?.includes("json") === true;
        const list = answer.status === 200 && isIndex ? parseManifest(answer.body) : undefined;
        if (list === undefined) return page === 0 ? undefined : found;
        found.push(...list.manifests);
        path = nextPath(answer.headers["link"], `/v2/${at.repository}`);
      }
      return found;
    },

    async tags(at, limit) {
      const answer = await session.get(at, `/tags/list?n=${limit}`, "application/json", maxManifestBytes);
      if (answer.status !== 200) return [];
      try {
        return (tagsSchema.parse(JSON.parse(answer.body.toString("utf8"))).tags ?? []).slice(0, limit);
      } catch {
        return [];
      }
    },
  };
}

/** The next page's path inside the repository; a link to anywhere else is not followed. */
function nextPath(link: string | undefined, prefix: string): string | undefined {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? "")?.[1];
  if (target === undefined || !URL.canParse(target, "http://registry")) return undefined;
  const { pathname, search } = new URL(target, "http://registry");
  return pathname.startsWith(`${prefix}/referrers/`)
    ? `${pathname.slice(prefix.length)}${search}`
    : undefined;
}

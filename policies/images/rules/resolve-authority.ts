import { createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import type { TrustedRoot } from "@sigstore/protobuf-specs";
import type { Authority } from "../signature/authority";
import { parseTrustedRoot, readPublicRoot } from "../signature/trusted-root";
import type { AuthorityConfig } from "./authority-schema";

/** Reads a file that the configuration names. */
export type ReadFile = (file: string) => string;

/** Finds a trusted root by its name. */
export type FindRoot = (name: string) => TrustedRoot;

/**
 * Looks trusted roots up by their names; `public` is built in.
 * @throws {SyntaxError} by the returned function, when there is none by that name or it is unusable
 */
export function rootFinder(
  roots: readonly { readonly name: string; readonly file: string }[],
  readFile: ReadFile,
): FindRoot {
  const known = new Map<string, TrustedRoot>();
  return (name) => {
    const configured = roots.find((each) => each.name === name);
    const found =
      known.get(name) ??
      (configured
        ? parseTrustedRoot(readFile(configured.file), name)
        : name === "public"
          ? readPublicRoot()
          : undefined);
    if (found === undefined) {
      const names = ["public", ...roots.map((each) => each.name)].join(", ");
      throw new SyntaxError(`Cannot use trusted root "${name}": it must be one of trustRoots: got ${names}`);
    }
    known.set(name, found);
    return found;
  };
}

function readKey(pem: string, name: string): KeyObject {
  try {
    // A private key would be accepted as its public half, and should not lie in a configuration.
    if (/PRIVATE KEY/.test(pem)) throw new SyntaxError("it is a private key");
    return createPublicKey(pem);
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : "it is something else";
    throw new SyntaxError(
      `Cannot use key of authority "${name}": it must be a public key in PEM: got ${reason}`,
    );
  }
}

/** The certificates of a file, in its order. */
function readCertificates(pem: string, name: string): readonly X509Certificate[] {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    const read = texts.map((text) => new X509Certificate(text));
    if (read.length > 0) return read;
  } catch {
    // The problem is reported below.
  }
  throw new SyntaxError(
    `Cannot use certificate of authority "${name}": it must be one in PEM: got something else`,
  );
}

/**
 * A certificate that is valid now, and that those above it vouch for.
 * @throws {SyntaxError}
 */
function demandCertificate(pem: string, chain: string | undefined, name: string, now: Date): X509Certificate {
  const fail = (rule: string): never => {
    throw new SyntaxError(`Cannot use certificate of authority "${name}": ${rule}`);
  };
  const [leaf] = readCertificates(pem, name) as readonly [X509Certificate];
  if (now < leaf.validFromDate || now > leaf.validToDate) {
    fail(`it must be valid now: got one from ${leaf.validFrom} to ${leaf.validTo}; renew it`);
  }
  let below = leaf;
  for (const above of chain === undefined ? [] : readCertificates(chain, name)) {
    if (above.fingerprint256 === below.fingerprint256) continue;
    if (!above.ca || !below.checkIssued(above) || !below.verify(above.publicKey)) {
      fail(`its chain must vouch for it, the root last: got ${above.subject} above ${below.subject}`);
    }
    below = above;
  }
  return leaf;
}

/**
 * An authority with its keys and roots read; undefined for a static one.
 * @param now - decides whether a certificate is valid
 * @throws {SyntaxError} when a key, certificate or root is unusable
 */
export function resolveAuthority(
  config: AuthorityConfig,
  findRoot: FindRoot,
  readFile: ReadFile,
  now = new Date(),
): Authority | undefined {
  const { name, key, certificate, keyless, ctlog, rfc3161timestamp, signatureFormat } = config;
  const common = { name, ...(signatureFormat === "any" ? {} : { format: signatureFormat }) };
  const own = key ?? certificate;
  if (own) {
    const pem = own.data ?? readFile(own.file ?? "");
    const chainFile = certificate?.chainFile;
    const chain = chainFile === undefined ? undefined : readFile(chainFile);
    const leaf = certificate && demandCertificate(pem, chain, name, now);
    return {
      kind: "key",
      ...common,
      publicKey: leaf?.publicKey ?? readKey(pem, name),
      ...(leaf === undefined ? {} : { certificate: leaf.raw }),
      ...(own.hashAlgorithm === undefined ? {} : { hash: own.hashAlgorithm }),
      ...(ctlog ? { log: findRoot(ctlog.trustRootRef) } : {}),
      ...(rfc3161timestamp ? { timestamps: findRoot(rfc3161timestamp.trustRootRef) } : {}),
    };
  }
  if (!keyless) return undefined;
  const root = findRoot(keyless.trustRootRef);
  return {
    kind: "keyless",
    ...common,
    identities: keyless.identities,
    root: {
      ...root,
      ...(ctlog ? { tlogs: findRoot(ctlog.trustRootRef).tlogs } : {}),
      ...(rfc3161timestamp
        ? { timestampAuthorities: findRoot(rfc3161timestamp.trustRootRef).timestampAuthorities }
        : {}),
    },
    demandLog: ctlog !== undefined || rfc3161timestamp === undefined,
    demandTimestamp: rfc3161timestamp !== undefined,
    ignoreSct: keyless.insecureIgnoreSCT,
  };
}

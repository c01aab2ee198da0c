import { createPublicKey, type KeyObject } from "node:crypto";
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

/**
 * An authority with its keys and roots read; undefined for a static one.
 * @throws {SyntaxError} when a key or root is unusable
 */
export function resolveAuthority(
  config: AuthorityConfig,
  findRoot: FindRoot,
  readFile: ReadFile,
): Authority | undefined {
  const { name, key, keyless, ctlog, rfc3161timestamp, signatureFormat } = config;
  const common = { name, ...(signatureFormat === "any" ? {} : { format: signatureFormat }) };
  if (key) {
    const publicKey = readKey(key.data ?? readFile(key.file ?? ""), name);
    return {
      kind: "key",
      ...common,
      publicKey,
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

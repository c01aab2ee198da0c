import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TrustedRoot } from "@sigstore/protobuf-specs";

/** Fails with the file's name in front. */
function fail(name: string, rule: string): never {
  throw new SyntaxError(`Cannot use trusted root "${name}": ${rule}`);
}

/**
 * Reads the keys and certificates of a Sigstore, as `cosign trusted-root create` writes them.
 * @param name - for messages
 * @throws {SyntaxError} when it is none, or when a log has no start of validity: the library would trust such a log at
 *   any time
 * @see https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 */
export function parseTrustedRoot(text: string, name: string): TrustedRoot {
  let root: TrustedRoot;
  try {
    root = TrustedRoot.fromJSON(JSON.parse(text));
  } catch (error) {
    return fail(
      name,
      `it must be JSON of a trusted root: got ${error instanceof Error ? error.message : "none"}`,
    );
  }
  if (!root.mediaType.startsWith("application/vnd.dev.sigstore.trustedroot")) {
    fail(name, `mediaType must be application/vnd.dev.sigstore.trustedroot+json: got "${root.mediaType}"`);
  }
  for (const list of ["tlogs", "ctlogs"] as const) {
    for (const [index, log] of root[list].entries()) {
      if (log.publicKey?.validFor?.start === undefined) {
        fail(
          name,
          `${list}[${index}].publicKey.validFor.start must be set: got none; write since when it is valid`,
        );
      }
    }
  }
  return root;
}

let publicRoot: TrustedRoot | undefined;

/**
 * The root of the public Sigstore, pinned in this folder: no network is used. It knows every key that was in use when
 * it was pinned; a key that came later is not trusted until the file is replaced.
 */
export function readPublicRoot(): TrustedRoot {
  publicRoot ??= parseTrustedRoot(readFileSync(join(__dirname, "public-root.json"), "utf8"), "public");
  return publicRoot;
}

/** Root that trusts nothing; authorities add to it. */
export function emptyRoot(): TrustedRoot {
  return TrustedRoot.fromJSON({ mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" });
}

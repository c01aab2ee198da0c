import { z } from "zod";
import { parseJson, Refused } from "./evidence";

/**
 * Predicate type that cosign 3 writes into the statement of a signature; every other type is an attestation about the
 * image.
 */
export const signaturePredicateType = "https://sigstore.dev/cosign/sign/v1";
/** The only payload of an envelope that is read. */
export const statementPayloadType = "application/vnd.in-toto+json";

const types = ["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"];

const statementSchema = z.object({
  _type: z.string(),
  predicateType: z.string(),
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()) })).default([]),
  predicate: z.unknown(),
});

/** Signed statement about an image. */
export interface Statement {
  readonly predicateType: string;
  readonly predicate: unknown;
}

const short = (digest: string): string => digest.slice(0, 19);

/**
 * Reads an in-toto statement and demands that it is about this image.
 * @param digest - `sha256:…` of the image
 * @throws {Refused} when it is no statement or about something else
 * @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export function readStatement(payload: Buffer, digest: string): Statement {
  const parsed = statementSchema.safeParse(parseJson(payload.toString("utf8"), "the signed statement"));
  if (!parsed.success) throw new Refused("the signed text must be an in-toto statement");
  const { _type: type, predicateType, subject, predicate } = parsed.data;
  if (!types.includes(type))
    throw new Refused(`the statement's _type must be one of ${types.join(", ")}: got "${type}"`);
  const digests = subject.flatMap((each) =>
    each.digest["sha256"] === undefined ? [] : [each.digest["sha256"]],
  );
  if (!digests.includes(digest.slice("sha256:".length))) {
    const about =
      digests.length === 0
        ? "nothing with a SHA-256"
        : digests.map((each) => short(`sha256:${each}`)).join(", ");
    throw new Refused(`it is about another image: its subject must be ${short(digest)}…: got ${about}…`);
  }
  return { predicateType, predicate };
}

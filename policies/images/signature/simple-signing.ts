import { z } from "zod";
import { parseJson, Refused } from "./evidence";

const payloadSchema = z.object({
  critical: z.object({
    type: z.string(),
    image: z.object({ "docker-manifest-digest": z.string() }),
  }),
});

const signatureType = "cosign container image signature";

/**
 * Makes sure that the text of a first-format signature is about this image.
 * @throws {Refused}
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
export function checkSimpleSigning(payload: Buffer, digest: string): void {
  const parsed = payloadSchema.safeParse(parseJson(payload.toString("utf8"), "the signed text"));
  if (!parsed.success) throw new Refused("the signed text must be a simple signing document");
  const { type, image } = parsed.data.critical;
  if (type !== signatureType) throw new Refused(`critical.type must be "${signatureType}": got "${type}"`);
  const signed = image["docker-manifest-digest"];
  if (signed !== digest) {
    throw new Refused(
      `it is about another image: critical.image.docker-manifest-digest must be ${digest.slice(0, 19)}…: got ${signed.slice(0, 19)}…`,
    );
  }
}

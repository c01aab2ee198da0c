import { z } from "zod";
import { readScannerResult } from "./scanner-result";
import { scoreToLevel, toLevel, worst, type Vulnerability } from "./vulnerability";

/** Result of a vulnerability scan, with its time. */
export interface Scan {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly finished: Date;
}

const dateSchema = z
  .string()
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()));
const metadataSchema = z.object({ scanFinishedOn: dateSchema });

const cosignSchema = z.object({ scanner: z.object({ result: z.unknown() }), metadata: metadataSchema });

const findingSchema = z.object({
  id: z.string(),
  severity: z.array(z.object({ score: z.union([z.string(), z.number()]) })).nullish(),
  component: z.string().default(""),
});
const inTotoSchema = z.object({
  scanner: z
    .object({ uri: z.string().min(1).optional(), result: z.array(findingSchema).nullable() })
    // Go writes an empty list as null: then the scanner's name says that it ran. Where the key is absent, nothing does.
    .refine(({ uri, result }) => Array.isArray(result) || uri !== undefined),
  metadata: metadataSchema,
});

const readScore = (score: string | number): ReturnType<typeof toLevel> => {
  const number =
    typeof score === "number" ? score : /^\d+(\.\d+)?$/.test(score) ? Number.parseFloat(score) : undefined;
  return number === undefined ? toLevel(String(score)) : scoreToLevel(number);
};

/**
 * Reads a vulnerability attestation: cosign's `vuln/v1` around a scanner's own result, or in-toto's `vulns`.
 * @returns the reason when it cannot be read
 * @see https://github.com/sigstore/cosign/blob/main/specs/COSIGN_VULN_ATTESTATION_SPEC.md
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/vulns.md
 */
export function readScan(predicateType: string, predicate: unknown): Scan | string {
  if (predicateType.startsWith("https://in-toto.io/")) {
    const parsed = inTotoSchema.safeParse(predicate);
    if (!parsed.success)
      return "it must have scanner.result with ids and metadata.scanFinishedOn with a time";
    const { scanner, metadata } = parsed.data;
    const vulnerabilities = (scanner.result ?? []).map(({ id, severity, component }) => ({
      id,
      component,
      level: worst((severity ?? []).map(({ score }) => readScore(score))),
    }));
    return { vulnerabilities, finished: metadata.scanFinishedOn };
  }
  const parsed = cosignSchema.safeParse(predicate);
  if (!parsed.success) return "it must have scanner.result and metadata.scanFinishedOn with a time";
  const vulnerabilities = readScannerResult(parsed.data.scanner.result);
  if (vulnerabilities === undefined)
    return "scanner.result must be of Trivy, Grype or SARIF: got another shape";
  return { vulnerabilities, finished: parsed.data.metadata.scanFinishedOn };
}

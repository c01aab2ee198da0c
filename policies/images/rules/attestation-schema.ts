import { z } from "zod";
import { parseDuration } from "../../../components/core/duration";
import { levels } from "../attestation/vulnerability";

const [firstLevel, ...otherLevels] = levels;

/** Rules for an attestation; which keys apply depends on its type. */
const rulesSchema = z
  .object({
    /** Of provenance: ids of the builders that are trusted. */
    builders: z.array(z.string().min(1)).min(1).optional(),
    /** Of provenance. @default - any */
    buildTypes: z.array(z.string().min(1)).min(1).optional(),
    /** Of provenance: where the source came from. @default - anywhere */
    source: z
      .object({
        repository: z.string().min(1),
        /** Globs of refs, e.g. `refs/tags/*`. @default - any */
        refs: z.array(z.string().min(1)).min(1).optional(),
        /** Whether the commit must be stated. */
        requireCommit: z.boolean().default(true),
      })
      .strict()
      .optional(),
    /** Of a bill of materials: SPDX ids with `*` that no component may need. */
    deniedLicences: z.array(z.string().min(1)).optional(),
    /** Of a scan: oldest that counts, e.g. `7d`. @default "7d" */
    maxAge: z
      .string()
      .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as "7d" or "36h"')
      .optional(),
    /** Of a scan: levels that no vulnerability may have. @default critical and high */
    denied: z.array(z.enum([firstLevel ?? "critical", ...otherLevels])).optional(),
    /** Of a scan: vulnerabilities that are accepted until a day. */
    exceptions: z
      .array(
        z
          .object({
            id: z.string().min(1),
            reason: z.string().min(1),
            /** Last day on which it applies, UTC. */
            expires: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
          })
          .strict(),
      )
      .optional(),
    /** Conditions on the predicate of any type, in CEL. */
    conditions: z
      .array(z.object({ expression: z.string().min(1), message: z.string().min(1).optional() }).strict())
      .optional(),
  })
  .strict();

/** Attestation that an image must have. */
export const attestationSchema = z
  .object({
    /** For messages. */
    name: z.string().min(1),
    /**
     * `slsaprovenance1`, `spdxjson`, `cyclonedx`, `sbom` (either), `vuln`, `vulnerabilities` (cosign's or in-toto's), or a
     * full predicate type.
     */
    predicateType: z.string().min(1),
    /** Names of the authorities whose attestation counts. @default - all of the policy */
    authorities: z.array(z.string()).min(1).optional(),
    policy: rulesSchema.optional(),
  })
  .strict();

/** One attestation as configured. */
export type AttestationConfig = z.output<typeof attestationSchema>;

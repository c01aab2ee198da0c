import { z } from "zod";

/** Fields of Kyverno 1.19.1's `policies.kyverno.io/v1` that are used; any other is a mistake. */
const named = z.strictObject({ value: z.string() });
const rule = z.strictObject({
  apiGroups: z.array(z.string()),
  apiVersions: z.array(z.string()),
  resources: z.array(z.string()),
  operations: z.array(z.string()),
});
const cosign = z.strictObject({
  key: z
    .strictObject({
      data: z.string().optional(),
      kms: z.string().optional(),
      hashAlgorithm: z.enum(["sha224", "sha256", "sha384", "sha512"]),
    })
    .optional(),
  certificate: z.strictObject({ cert: named, certChain: named.optional() }).optional(),
  keyless: z
    .strictObject({
      identities: z.array(
        z.strictObject({
          issuer: z.string().optional(),
          issuerRegExp: z.string().optional(),
          subject: z.string().optional(),
          subjectRegExp: z.string().optional(),
        }),
      ),
    })
    .optional(),
  ctlog: z.strictObject({ insecureIgnoreTlog: z.boolean(), insecureIgnoreSCT: z.boolean() }),
  trustedRoot: named.optional(),
  source: z.strictObject({ repository: z.string() }).optional(),
});
/** An ImageValidatingPolicy as Kyverno takes it. */
export const definition = z.strictObject({
  apiVersion: z.literal("policies.kyverno.io/v1"),
  kind: z.literal("ImageValidatingPolicy"),
  metadata: z.strictObject({
    name: z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.strictObject({
    validationActions: z.array(z.enum(["Deny", "Audit", "Warn"])),
    failurePolicy: z.enum(["Ignore", "Fail"]),
    matchConstraints: z.strictObject({
      resourceRules: z.array(rule),
      namespaceSelector: z.strictObject({
        matchExpressions: z.array(
          z.strictObject({
            key: z.string(),
            operator: z.enum(["In", "NotIn"]),
            values: z.array(z.string()),
          }),
        ),
      }),
    }),
    matchConditions: z.array(z.strictObject({ name: z.string(), expression: z.string() })),
    matchImageReferences: z.array(z.strictObject({ expression: z.string() })),
    validationConfigurations: z.strictObject({
      mutateDigest: z.boolean(),
      verifyDigest: z.boolean(),
      required: z.boolean(),
    }),
    attestors: z.array(z.strictObject({ name: z.string(), cosign })),
    attestations: z
      .array(z.strictObject({ name: z.string(), intoto: z.strictObject({ type: z.string() }) }))
      .optional(),
    validations: z.array(z.strictObject({ expression: z.string(), message: z.string().optional() })).min(1),
  }),
});

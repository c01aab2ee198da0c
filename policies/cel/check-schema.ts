import { z } from "zod";

const names = z.array(z.string().min(1)).min(1);

/**
 * Field that must be absent: Kubernetes' default is the same, or another value would need facts that plan time does not
 * know.
 */
const absent = (why: string) => z.undefined({ error: `must be absent: ${why}` });
/** An empty selector selects all. */
const empty = z.strictObject({}).optional();

const ruleSchema = z
  .object({
    // The empty text is the core group.
    apiGroups: z.array(z.string()).min(1),
    apiVersions: names,
    operations: z
      .array(z.enum(["CREATE", "UPDATE", "DELETE", "CONNECT", "*"]))
      .refine(
        (operations) => operations.includes("CREATE") || operations.includes("*"),
        "must have CREATE: plan time judges an object as if it were created",
      ),
    resources: names.refine(
      (all) => all.every((each) => !each.includes("/") || each === "pods/ephemeralcontainers"),
      "must not name subresources but pods/ephemeralcontainers: plan time sees whole objects",
    ),
    resourceNames: absent("plan time would apply the check to every name").optional(),
    scope: z.literal("*", 'must be "*": plan time does not tell kinds of a cluster from others').optional(),
  })
  .strict();

const constraintsSchema = z
  .object({
    resourceRules: z.array(ruleSchema).min(1),
    matchPolicy: z
      .literal("Equivalent", "must be Equivalent: plan time sees an object in whatever version it is written")
      .optional(),
    namespaceSelector: empty,
    objectSelector: empty,
    excludeResourceRules: absent("write it as a matchCondition, which plan time evaluates").optional(),
  })
  .strict();

const expression = z.string().min(1);
const conditionSchema = z.object({ name: z.string().min(1), expression }).strict();

const annotationsSchema = z
  .looseObject({
    "sluice.dev/severity": z.enum(["low", "medium", "high", "critical"]),
    "sluice.dev/enforcement": z.enum(["advisory", "mandatory"]).optional(),
    ...Object.fromEntries(
      ["title", "description", "why", "fix"].map((key) => [`sluice.dev/${key}`, expression]),
    ),
  })
  .catchall(z.string());

/** The parts of a ValidatingAdmissionPolicy that decide at plan time as they do in a cluster; nothing else. */
export const admissionPolicySchema = z
  .object({
    apiVersion: z.literal("admissionregistration.k8s.io/v1"),
    kind: z.literal("ValidatingAdmissionPolicy"),
    metadata: z
      .object({
        name: z.string().min(1),
        labels: z.record(z.string(), z.string()).optional(),
        annotations: annotationsSchema,
      })
      .strict(),
    spec: z
      .object({
        failurePolicy: z
          .literal("Fail", "must be Fail: plan time refuses what cannot be evaluated")
          .optional(),
        paramKind: z
          .object({ apiVersion: z.literal("v1"), kind: z.literal("ConfigMap") })
          .strict()
          .optional(),
        matchConstraints: constraintsSchema,
        matchConditions: z.array(conditionSchema).optional(),
        variables: z.array(conditionSchema).optional(),
        validations: z
          .array(
            z
              .object({
                expression,
                message: z.string().optional(),
                messageExpression: expression.optional(),
                reason: z.enum(["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"]).optional(),
              })
              .strict(),
          )
          .min(1),
        auditAnnotations: absent("plan time writes no audit log").optional(),
      })
      .strict(),
  })
  .strict();

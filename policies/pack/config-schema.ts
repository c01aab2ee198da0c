import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import { exemptionSchema } from "./exemption";
import type { ConfigSchema } from "./policy";

/** Keywords that Pulumi validates a policy's configuration by. */
const keywords: ReadonlySet<string> = new Set(
  `type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern items
  additionalItems maxItems minItems uniqueItems contains maxProperties minProperties required properties
  patternProperties additionalProperties dependencies propertyNames format description default`.split(/\s+/),
);

/** Keywords whose value is a mapping of names to schemas. */
const byName: ReadonlySet<string> = new Set(["properties", "patternProperties"]);
/** Keywords whose value is no schema. */
const literal: ReadonlySet<string> = new Set(["enum", "const", "default", "required", "type"]);

/** Configuration that every policy accepts besides its own keys. */
export const commonConfig = z.object({
  /** Action on a value that a preview does not know. */
  unknown: z.enum(["advise", "block"]).default("advise"),
  exemptions: z.array(exemptionSchema).default([]),
});

/** A policy's own keys and the common ones. */
export function withCommonConfig(own: ConfigSchema | undefined): ConfigSchema {
  return own === undefined ? commonConfig.strict() : own.extend(commonConfig.shape).strict();
}

function demandSubset(schema: unknown, path: string): void {
  if (Array.isArray(schema))
    for (const [index, each] of schema.entries()) demandSubset(each, `${path}/${index}`);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (!keywords.has(key)) {
      throw new TypeError(
        `Cannot write the schema of a policy's configuration: ${path}/${key} must be a keyword that Pulumi knows: got one of zod alone`,
      );
    }
    if (byName.has(key)) {
      for (const [name, each] of Object.entries(value as object))
        demandSubset(each, `${path}/${key}/${name}`);
    } else if (!literal.has(key)) demandSubset(value, `${path}/${key}`);
  }
}

/**
 * Converts a zod schema to the form that Pulumi shows and checks a policy's configuration by.
 * @throws {TypeError} where the schema needs words that Pulumi does not know, such as unions
 */
export function toConfigSchema(schema: ConfigSchema): PolicyConfigSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", target: "draft-7" });
  for (const [name, each] of Object.entries(properties)) demandSubset(each, name);
  const result = { properties: properties as PolicyConfigSchema["properties"] };
  return required.length === 0 ? result : { ...result, required: [...required] };
}

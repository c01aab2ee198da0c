import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { ConfigError } from "../config-error";
import type { BrokenRule } from "../../components/core/problem";

const parent = z.object({
  group: z.string().default("gateway.networking.k8s.io"),
  kind: z.string().default("Gateway"),
  name: z.string(),
  namespace: z.string().optional(),
  sectionName: z.string().optional(),
  port: z.number().optional(),
});

/** A value without what is null in it: to the API server such a field is absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNulls(inner)]));
}

const manifestSchema = z.object({
  apiVersion: z.literal("gateway.networking.k8s.io/v1", {
    error: 'be "gateway.networking.k8s.io/v1"',
  }),
  kind: z.literal("HTTPRoute", { error: 'be "HTTPRoute"' }),
  metadata: z.object(
    {
      name: z.string({ error: "be the name of the route" }),
      namespace: z.string().optional(),
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    },
    { error: "be the metadata of the route" },
  ),
  spec: z.object(
    {
      parentRefs: z
        .array(parent, { error: "be a list of Gateways" })
        .min(1, { error: "name a Gateway" })
        .refine((parents) => parents.every(({ kind }) => kind === "Gateway"), {
          error: "name Gateways only: a route of a Service splits no request from outside",
        }),
      hostnames: z
        .array(z.string(), { error: "be a list of host names" })
        .refine((hosts) => hosts.some((host) => !host.startsWith("*")), {
          error: 'have a name without "*", which probes send',
        }),
      rules: z.array(z.record(z.string(), z.unknown()), { error: "be a list of rules" }),
    },
    { error: "be the rules of the route" },
  ),
});

/** A route as the user's file has it. */
export type RouteManifest = z.output<typeof manifestSchema>;

/**
 * Reads the file that `traffic.from.manifest` names.
 * @param text - undefined where the file is not there
 * @throws {ConfigError} with every problem of the file
 */
export function parseRouteManifest(file: string, text: string | undefined, namespace: string): RouteManifest {
  const refuse = (broken: readonly BrokenRule[]): never => {
    throw new ConfigError("read the route of sluice:traffic.from", broken);
  };
  if (text === undefined) return refuse([{ path: file, rule: "exist", got: "no such file" }]);
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  const [first] = documents;
  if (!Array.isArray(documents) || documents.length !== 1 || first === undefined || first.errors.length > 0)
    return refuse([
      {
        path: file,
        rule: "be YAML with one HTTPRoute",
        got: first?.errors?.[0]?.message.replace(/\n.*/s, "") ?? `${documents.length} objects`,
      },
    ]);
  const parsed = manifestSchema.safeParse(withoutNulls(first.toJS()));
  if (!parsed.success)
    return refuse(
      parsed.error.issues.map(({ path, message }) => ({
        path: path.join(".") || "the file",
        rule: message,
        file,
      })),
    );
  const { namespace: stated = namespace } = parsed.data.metadata;
  if (stated !== namespace)
    return refuse([{ path: "metadata.namespace", rule: `be the app's (${namespace})`, got: stated, file }]);
  return parsed.data;
}

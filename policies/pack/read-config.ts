import type { ConfigSchema, Finding } from "./policy";

/** Configuration of a policy, or its problems. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Record<string, unknown> }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Makes a reader of a policy's configuration that parses each text only once: Pulumi hands out a new copy for every
 * resource.
 */
export function configReader(name: string, schema: ConfigSchema): (raw: unknown) => ReadConfig {
  let last: { readonly text: string; readonly read: ReadConfig } | undefined;
  return (raw) => {
    const text = JSON.stringify(raw ?? {});
    if (last?.text !== text) last = { text, read: read(raw ?? {}) };
    return last.read;
  };

  function read(raw: unknown): ReadConfig {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return { ok: true, config: parsed.data };
    const findings = parsed.error.issues.map(({ path, message }) => ({
      path: [name, ...path].join("."),
      rule: "have a configuration that can be used",
      got: message,
      fix: "correct the file given by --policy-pack-config",
    }));
    return { ok: false, findings };
  }
}

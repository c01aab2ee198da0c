import { ConfigError } from "../config-error";
import type { BrokenRule } from "../../components/core/problem";
import type { PlatformConfig } from "../platform";

/** Facts about a check. */
export interface KnownCheck {
  readonly id: string;
  /** Defaults of its parameters; empty where it has none. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Expressions that whole parameters must match, by name. @default - any text */
  readonly parameterRules?: Readonly<Record<string, string>>;
}

/** A check that the cluster gets. */
export interface PlannedCheck<Check extends KnownCheck> {
  readonly check: Check;
  readonly enforcement: "audit" | "deny";
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * Checks that the cluster gets, and their enforcement.
 * @throws {ConfigError} naming every check and parameter of the configuration that there is not
 */
export function planChecks<Check extends KnownCheck>(
  { enforcement, checks, parameters }: PlatformConfig["policies"],
  known: readonly Check[],
): readonly PlannedCheck<Check>[] {
  const broken: BrokenRule[] = [];
  const byId = new Map(known.map((check) => [check.id, check]));
  const refuse = (path: string, got: string, fix: string) =>
    broken.push({ path, rule: "be known", got, fix });
  for (const id of Object.keys(checks)) {
    if (!byId.has(id)) refuse("sluice:policies.checks", id, "docs/reference/policies.md lists them");
  }
  for (const [id, values] of Object.entries(parameters)) {
    const own = byId.get(id)?.parameters ?? {};
    for (const [name, value] of Object.entries(values)) {
      const rule = byId.get(id)?.parameterRules?.[name];
      if (!Object.hasOwn(own, name)) {
        refuse("sluice:policies.parameters", `${id}.${name}`, "docs/reference/policies.md lists them");
      } else if (rule !== undefined && !new RegExp(`^(?:${rule})$`).test(value)) {
        broken.push({
          path: `sluice:policies.parameters.${id}.${name}`,
          rule: `match ${rule}`,
          got: value,
          fix: `write one such as ${String(own[name])}`,
        });
      }
    }
  }
  if (broken.length > 0) throw new ConfigError('plan stack "platform"', broken);
  return known.flatMap((check) => {
    const chosen = checks[check.id] ?? enforcement;
    if (chosen === "off") return [];
    const names = Object.keys(check.parameters);
    const values = { ...check.parameters, ...parameters[check.id] };
    return [{ check, enforcement: chosen, ...(names.length === 0 ? {} : { parameters: values }) }];
  });
}

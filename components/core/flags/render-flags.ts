import type { Json, JsonObject } from "../revision/revision";
import type { FlagRule } from "./flag";
import type { FlagsRecord, LiveFlag } from "./record";

/** File of flagd inside of the ConfigMap, and of Sluice's record beside it. */
export const fileKeys = { flagd: "flags.json", record: "record.json" } as const;

/**
 * Schema of the file, which flagd's evaluator checks it by: flagd-schemas v0.2.13, as in flagd/core v0.17.0.
 * @see https://flagd.dev/schema/v0/flags.json
 */
const schema = "https://flagd.dev/schema/v0/flags.json";

/** Parts that one percent has: flagd's weights are whole numbers. */
const partsPerPercent = 100;

const toVar = (attribute: string): JsonObject => ({ var: attribute });

/** Comparison and version of a rule such as `>=2.1.0`. */
export const semverRule = /^(<=|>=|!=|=|<|>|\^|~)?\s*v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

function renderRule(rule: FlagRule): JsonObject {
  const value = toVar(rule.attribute);
  if ("equals" in rule) return { "===": [value, rule.equals] };
  if ("in" in rule) return { in: [value, [...rule.in]] };
  if ("startsWith" in rule) return { starts_with: [value, rule.startsWith] };
  if ("endsWith" in rule) return { ends_with: [value, rule.endsWith] };
  const compared = rule.semver.replace(semverRule, "$1");
  return { sem_ver: [value, compared === "" ? "=" : compared, rule.semver.replace(semverRule, "$2")] };
}

/**
 * Share of the users. The order of the variants and the key stay the same at every percentage, so that a higher one
 * loses nobody; without a key of its own flagd draws by the flag's name and the targeting key.
 */
function renderShare({ percent, definition: { on, off } }: LiveFlag): Json {
  if (percent === 0) return off;
  if (percent === 100) return on;
  const parts = Math.round(percent * partsPerPercent);
  return {
    fractional: [
      [on, parts],
      [off, 100 * partsPerPercent - parts],
    ],
  };
}

/** Targeting of a flag; undefined where everybody gets the default variant, which is `off`. */
function renderTargeting(flag: LiveFlag): JsonObject | undefined {
  const { on, off, allow, targeting } = flag.definition;
  const share = renderShare(flag);
  const rules = targeting.map(renderRule);
  const terms: Json[] = [];
  if (allow.length > 0) terms.push({ in: [toVar("targetingKey"), [...allow]] }, on);
  if (share !== off) {
    const [first = true, ...more] = rules;
    terms.push(more.length === 0 ? first : { and: rules }, share);
  }
  return terms.length === 0 ? undefined : { if: [...terms, off] };
}

function renderFlag(flag: LiveFlag): JsonObject {
  const { variants, off, owner, expires } = flag.definition;
  const targeting = flag.killed === undefined ? renderTargeting(flag) : undefined;
  return {
    // DISABLED would give the code's own default, which may be the new way.
    state: "ENABLED",
    variants: { ...variants },
    defaultVariant: off,
    ...(targeting === undefined ? {} : { targeting }),
    metadata: { owner, expires, epoch: flag.epoch },
  };
}

/**
 * File that flagd reads. Whoever is not drawn, has no targeting key, or asks for a flag that is switched off, gets the
 * variant of before.
 */
export function renderFlags({ flags, app, environment }: FlagsRecord): string {
  const names = Object.keys(flags).toSorted();
  const rendered = names.map((name) => [name, renderFlag(flags[name] as LiveFlag)] as const);
  return `${JSON.stringify(
    {
      $schema: schema,
      flags: Object.fromEntries(rendered),
      metadata: { flagSetId: `${app}-${environment}` },
    },
    undefined,
    1,
  )}\n`;
}

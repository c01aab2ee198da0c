import type { BrokenRule } from "../../../problem";
import type { Json } from "../../../revision/revision";
import { parseQuantity } from "../../sizes/quantity";

/** Rule that a value breaks, and the way out. */
type ValueFault = Pick<BrokenRule, "rule" | "fix">;

const isPlain = (value: Json): value is string | number =>
  typeof value === "string" || typeof value === "number";

const isWhole = (value: Json): boolean => Number.isSafeInteger(value);

const isPortNumber = (value: Json): boolean => isWhole(value) && Number(value) <= 65_535;

/** A number or truth that somebody wrote as a text. */
const unquoted = (value: Json, pattern: RegExp): Pick<ValueFault, "fix"> =>
  typeof value === "string" && pattern.test(value) ? { fix: "write it without quotes" } : {};

const isQuantity = (value: Json): boolean => isPlain(value) && (parseQuantity(String(value)) ?? -1) >= 0;

const judges: Readonly<Record<string, (value: Json) => ValueFault | undefined>> = {
  "": (value) => (typeof value === "string" ? undefined : { rule: "be a text", fix: "write it in quotes" }),
  whole: (value) =>
    isWhole(value) ? undefined : { rule: "be a whole number", ...unquoted(value, /^-?\d+$/) },
  truth: (value) =>
    typeof value === "boolean"
      ? undefined
      : { rule: "be true or false", ...unquoted(value, /^(true|false)$/) },
  quantity: (value) =>
    isQuantity(value) ? undefined : { rule: "be a quantity of at least 0 such as 100m or 128Mi" },
  bytes: (value) =>
    isQuantity(value) && !(typeof value === "string" && value.endsWith("m"))
      ? undefined
      : { rule: "be bytes such as 128Mi, where m is a thousandth of one" },
  number: (value) =>
    isPortNumber(value) && Number(value) > 0
      ? undefined
      : { rule: "be the number of a port from 1 to 65535", ...unquoted(value, /^\d+$/) },
  port: (value) =>
    // The API server takes 0 for the Service's own port.
    (isPortNumber(value) && Number(value) >= 0) || (typeof value === "string" && !/^\d+$/.test(value))
      ? undefined
      : {
          rule: "be the number of a port from 1 to 65535, or the name of one",
          ...unquoted(value, /^\d+$/),
        },
  pods: (value) =>
    isWhole(value) || (typeof value === "string" && /^\d+%$/.test(value))
      ? undefined
      : { rule: "be a whole number of pods or a share such as 25%", ...unquoted(value, /^\d+$/) },
  any: () => undefined,
};

function judgeWord(value: Json, words: readonly string[]): ValueFault | undefined {
  // The API server takes an empty one for its default.
  if (value === "" || (typeof value === "string" && words.includes(value))) return undefined;
  const last = words.at(-1) as string;
  return { rule: `be ${words.length === 1 ? last : `${words.slice(0, -1).join(", ")} or ${last}`}` };
}

/**
 * Rule that a value of a field breaks, by the kind of value that the API has there; undefined where it breaks none.
 * @param kind - as `apiFields` has it, without `[]` and `{}`; `bytes` for memory and storage
 */
export function judgeValue(value: Json, kind: string): ValueFault | undefined {
  if (value === null) return undefined;
  return (judges[kind] ?? ((one) => judgeWord(one, kind.split("|"))))(value);
}

/** A limit of a value. */
export interface Bound {
  readonly direction: "atMost" | "atLeast";
  readonly limit: number;
  /** The limit itself was refused there; here it is accepted. */
  readonly isStrict: boolean;
}

/** A condition of Argo Rollouts in terms of limits. */
export interface Condition {
  readonly bounds: readonly Bound[];
  /** It is fulfilled where the query has no answer. */
  readonly passesOnNoData: boolean;
}

const number = "(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)";
const comparison = new RegExp(
  `^(?:result(?:\\[0\\])?|default\\(result(?:\\[0\\])?,\\s*[^)]*\\))\\s*(<=|>=|<|>)\\s*${number}$`,
);
const everyItem = new RegExp(`^all\\(result,\\s*\\{?\\s*#\\s*(<=|>=|<|>)\\s*${number}\\s*\\}?\\)$`);
const noData = /^(?:len\(result\)\s*==\s*0|isNaN\(result(?:\[0\])?\)|result(?:\[0\])?\s*==\s*nil)$/;

/** The parts of an expression at an operator outside of brackets, without brackets around the whole. */
function split(text: string, operator: "||" | "&&"): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const one = text[index] as string;
    if ("([{".includes(one)) depth += 1;
    if (")]}".includes(one)) depth -= 1;
    if (depth === 0 && text.startsWith(operator, index)) {
      parts.push(text.slice(start, index));
      index += 1;
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map(strip);
}

/** Whether the first bracket closes at the end only. */
function isWrapped(text: string): boolean {
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  for (const [index, one] of [...text].entries()) {
    if (one === "(") depth += 1;
    if (one === ")") depth -= 1;
    if (depth === 0) return index === text.length - 1;
  }
  return false;
}

function strip(text: string): string {
  const trimmed = text.trim();
  return isWrapped(trimmed) ? strip(trimmed.slice(1, -1)) : trimmed;
}

const opposite: Readonly<Record<string, string>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

function toBound(text: string, isNegated: boolean): Bound | undefined {
  const [, sign = "", limit] = comparison.exec(text) ?? everyItem.exec(text) ?? [];
  if (limit === undefined) return undefined;
  const kept = isNegated ? (opposite[sign] as string) : sign;
  return {
    direction: kept.startsWith("<") ? "atMost" : "atLeast",
    limit: Number(limit),
    isStrict: kept.length === 1,
  };
}

/**
 * Reads a success condition, or the opposite of a failure condition; undefined where it is more than limits of the
 * result.
 * @example readCondition("result[0] >= 0.95", "success").bounds // [{ direction: "atLeast", limit: 0.95, isStrict: false }]
 */
export function readCondition(text: string, kind: "success" | "failure"): Condition | undefined {
  const isNegated = kind === "failure";
  // A failure by one of several is a success by the opposite of each.
  const [outer, inner] = isNegated ? (["&&", "||"] as const) : (["||", "&&"] as const);
  const alternatives = split(strip(text), outer);
  const rest = alternatives.filter((one) => !noData.test(one));
  const passesOnNoData = !isNegated && rest.length < alternatives.length;
  if (rest.length !== 1) return undefined;
  const parts = split(rest[0] as string, inner).filter((one) => !noData.test(one));
  const bounds = parts.map((one) => toBound(one, isNegated));
  return parts.length === 0 || bounds.includes(undefined)
    ? undefined
    : { bounds: bounds as readonly Bound[], passesOnNoData };
}

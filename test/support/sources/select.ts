import { matchesWhole } from "../../../components/core/regular-expression";
import type { Labels, RawMetric } from "../../../components/core/sources/source";

const matcher = /(\w+)(=~|!~|!=|=)("(?:[^"\\]|\\.)*")/g;

/** Whether an expression of Prometheus matches a whole value; Node's own are faster, and have no group that ignores case. */
const matches = (expression: string, value: string): boolean =>
  expression.includes("(?i:")
    ? matchesWhole(expression, value)
    : new RegExp(`^(?:${expression})$`).test(value);

/** Whether a series fits a plain selector, as Prometheus decides: a label that is not there is "". */
export function fits(selector: string, labels: Labels): boolean {
  const [, name = "", body = ""] = /^([\w:]*)\{(.*)\}$/s.exec(selector) ?? [];
  if (name !== "" && labels["__name__"] !== name) return false;
  return [...body.matchAll(matcher)].every(([, label = "", operator, quoted = ""]) => {
    const wanted = JSON.parse(quoted) as string;
    const value = labels[label] ?? "";
    const isEqual = operator?.includes("~") === true ? matches(wanted, value) : value === wanted;
    return operator?.startsWith("!") === true ? !isEqual : isEqual;
  });
}

/** Answer of Prometheus to the first selector that has one. */
export function select(selectors: readonly string[], metrics: readonly RawMetric[]): RawMetric[] {
  const answers = selectors.map((selector) => metrics.filter(({ labels }) => fits(selector, labels)));
  return answers.find(({ length }) => length > 0) ?? [];
}

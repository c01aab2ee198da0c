import type { Labels, RawMetric } from "../../../components/core/sources/source";

const matcher = /(\w+)(=~|!~|!=|=)("(?:[^"\\]|\\.)*")/g;

/** An expression of Prometheus, which may begin with a group that ignores case: Node's has no such group. */
function toExpression(text: string): RegExp {
  return text.startsWith("(?i:")
    ? new RegExp(`^(?:${text.replace("(?i:", "(?:")})$`, "i")
    : new RegExp(`^(?:${text})$`);
}

/** Whether a series fits a plain selector, as Prometheus decides: a label that is not there is "". */
export function fits(selector: string, labels: Labels): boolean {
  const [, name = "", body = ""] = /^([\w:]*)\{(.*)\}$/s.exec(selector) ?? [];
  if (name !== "" && labels["__name__"] !== name) return false;
  return [...body.matchAll(matcher)].every(([, label = "", operator, quoted = ""]) => {
    const wanted = JSON.parse(quoted) as string;
    const value = labels[label] ?? "";
    const isEqual = operator?.includes("~") === true ? toExpression(wanted).test(value) : value === wanted;
    return operator?.startsWith("!") === true ? !isEqual : isEqual;
  });
}

/** Answer of Prometheus to the first selector that has one. */
export function select(selectors: readonly string[], metrics: readonly RawMetric[]): RawMetric[] {
  const answers = selectors.map((selector) => metrics.filter(({ labels }) => fits(selector, labels)));
  return answers.find(({ length }) => length > 0) ?? [];
}

/** One line of OpenMetrics text that carries a value. */
export interface SampleLine {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite. */
  readonly value: number;
  /** As written; seconds in OpenMetrics, milliseconds in Prometheus' older format. Absent where there is none. */
  readonly timestamp?: number;
}

const bareName = /^[a-zA-Z_:][\w:]*/;
/** A name that is no identifier is quoted inside the braces; `promtool tsdb dump` writes all of them as labels. */
const quotedName = /^\{\s*(?:__name__\s*=\s*)?"((?:[^"\\]|\\.)*)"\s*(?:,|(?=\}))/;
const head = /^([a-zA-Z_:][\w:]*)?(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?/;
const label = /\s*(?:([a-zA-Z_]\w*)|"((?:[^"\\]|\\.)*)")\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;
// The part after " # " is an exemplar: a single request, not a count. "st@" gives the start of the counter.
const tail = /^[ \t]+(\S+)(?:[ \t]+([^\s#@]+))?(?:[ \t]+st@\S+)?[ \t]*(?:[ \t]#[ \t].*)?$/;
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** Reads a number of the format, NaN and Inf included; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const word = /^([+-]?)(inf(?:inity)?|nan)$/i.exec(text);
  if (word === null) return undefined;
  return /nan/i.test(text) ? Number.NaN : word[1] === "-" ? -Infinity : Infinity;
}

/** `\n`, `\"` and `\\` mean one character; any other backslash means itself. */
function unescapeValue(text: string): string {
  return text.replaceAll(/\\([\\"n])/g, (_, one: string) => (one === "n" ? "\n" : one));
}

/** Labels between the braces, or undefined when they are not well formed. */
function parseLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  const inner = text.slice(1, -1).trimEnd();
  for (label.lastIndex = 0; label.lastIndex < inner.length;) {
    const match = label.exec(inner);
    const name = match?.[1] ?? unescapeValue(match?.[2] ?? "");
    if (match === null || Object.hasOwn(labels, name)) return undefined;
    labels[name] = unescapeValue(match[3] as string);
  }
  return labels;
}

/** Name of the metric that a line is of; undefined where it begins with none. */
export function nameOf(line: string): string | undefined {
  const quoted = quotedName.exec(line)?.[1];
  return quoted === undefined ? bareName.exec(line)?.[0] : unescapeValue(quoted);
}

/** Labels by their text: a recording repeats each thousands of times. */
export type LabelCache = Map<string, Readonly<Record<string, string>>>;

/** Reads one sample line, or names its problem. Exemplars are skipped. */
export function parseSample(line: string, cache: LabelCache): SampleLine | { readonly problem: string } {
  const name = nameOf(line);
  if (name === undefined) return { problem: "must begin with the name of a metric" };
  const [whole, bare, given = "{}"] = head.exec(line) as unknown as [
    string,
    string | undefined,
    string | undefined,
  ];
  const braces = bare === undefined ? given.replace(quotedName, "{") : given;
  const labels = cache.get(braces) ?? parseLabels(braces);
  if (labels === undefined) return { problem: 'labels must be name="value", each once' };
  cache.set(braces, labels);
  const rest = tail.exec(line.slice(whole.length));
  if (rest === null) return { problem: "must be name{labels} value timestamp" };
  const [, first, second] = rest as unknown as [string, string, string | undefined];
  const value = parseNumber(first);
  if (value === undefined) return { problem: `value must be a number: got "${first}"` };
  if (second === undefined) return { name, labels, value };
  const timestamp = parseNumber(second);
  return timestamp !== undefined && Number.isFinite(timestamp)
    ? { name, labels, value, timestamp }
    : { problem: `timestamp must be a number: got "${second}"` };
}

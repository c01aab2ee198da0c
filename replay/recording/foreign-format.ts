/** Format of a recording that is no OpenMetrics text, with the way to make one of it. */
export interface ForeignFormat {
  /** Kind of file, reading on after "got". */
  readonly name: string;
  readonly fix: string;
}

const dumpFix = "let promtool tsdb dump-openmetrics write it, from Prometheus' own data";
const rangeFix =
  "ask for raw samples (query=NAME[1h]) and write each as name{labels} value seconds, # EOF last; or replay the environment";

/** Formats by their first characters. */
const formats: readonly { readonly begins: RegExp; readonly format: ForeignFormat }[] = [
  {
    begins: /^\p{Cc}\uFFFD/u,
    format: { name: "a file compressed by gzip", fix: "unpack it first: gzip -dc FILE | sluice replay -" },
  },
  {
    begins: /^\(\uFFFD\/\uFFFD/,
    format: { name: "a file compressed by zstd", fix: "unpack it first: zstd -dc FILE | sluice replay -" },
  },
  {
    begins: /^BZh[1-9]1AY/,
    format: { name: "a file compressed by bzip2", fix: "unpack it first: bzip2 -dc FILE | sluice replay -" },
  },
  {
    begins: /^\uFFFD7zXZ/,
    format: { name: "a file compressed by xz", fix: "unpack it first: xz -dc FILE | sluice replay -" },
  },
  {
    begins: /^PK\p{Cc}\p{Cc}/u,
    format: { name: "a zip archive", fix: "unpack it first: unzip -p FILE | sluice replay -" },
  },
  {
    begins: /^(?:\uFFFD\uFFFD(?:.\0|\0.)|.?\0.\0)/s,
    format: { name: "text in UTF-16", fix: "write it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE" },
  },
  {
    begins: /^\s*\{\s*"metric"\s*:/,
    format: {
      name: "VictoriaMetrics' export of JSON lines",
      fix: "export it as text: /api/v1/export?format=prometheus",
    },
  },
  {
    begins: /^\s*\{\s*"(?:status|data|isPartial|warnings)"\s*:/,
    format: { name: "the JSON of Prometheus' API", fix: rangeFix },
  },
  { begins: /^\s*(?:\[\s*[[{]|\{\s*"[^"]*"\s*:)/, format: { name: "JSON", fix: rangeFix } },
  { begins: /^\s*<(?:!doctype|html|\?xml)/i, format: { name: "a page of HTML", fix: dumpFix } },
  { begins: /^"?(?:time|timestamp|date)"?[,;\t]/i, format: { name: "a table of CSV", fix: dumpFix } },
  {
    begins: /^[^\n]* =>\s+\S+ @\[/,
    format: { name: "the answer of promtool query", fix: rangeFix },
  },
  // Blocks of Prometheus' own data, and whatever else has no line of text.
  { begins: /^\uFFFD|\0/, format: { name: "a binary file", fix: dumpFix } },
];

/**
 * Recognises formats that people take for a recording, by how they begin.
 * @param text - bytes that are no UTF-8 are U+FFFD
 */
export function findForeignFormat(text: string): ForeignFormat | undefined {
  return formats.find(({ begins }) => begins.test(text.slice(0, 200)))?.format;
}

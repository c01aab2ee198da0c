import type { Verdict } from "../../components/core/convert/fate";
import type { Gap } from "../../components/core/convert/conversion";
import type { Row } from "../../components/core/convert/report";

/** Verdicts in the order in which a person wants them, with the words for it. */
export const verdicts: readonly (readonly [Verdict, string])[] = [
  ["lost", "lost: nothing here does this"],
  ["approximate", "approximate: something near"],
  ["exact", "exact: the same"],
  ["unused", "without effect there"],
];

const placeOf = ({ object, path, fields }: Row): string =>
  `${object}${path === "" ? "" : ` ${path}`}${fields > 1 ? ` (${fields} fields)` : ""}`;

/** Rows in one order: by verdict, then as they stand in the input. */
export function renderRows(rows: readonly Row[]): readonly string[] {
  return verdicts.flatMap(([verdict, words]) => {
    const own = rows.filter((row) => row.verdict === verdict);
    if (own.length === 0) return [];
    const isShort = verdict === "exact" || verdict === "unused";
    return [
      words,
      ...own.flatMap((row) => {
        if (isShort) return [`  ${placeOf(row)}: ${row.now}`];
        const fix = row.fix === undefined ? [] : [`      → ${row.fix}`];
        return [`  ${placeOf(row)}`, `      there: ${row.before}`, `      here:  ${row.now}`, ...fix];
      }),
    ];
  });
}

/** Lines on what a person fills in, and on what is only to be checked. */
export function renderGaps(gaps: readonly Gap[]): readonly string[] {
  const render = ({ key, what, command, taken }: Gap): readonly string[] => [
    `  ${key}: ${what}${taken === undefined ? "" : `; taken: ${taken}`}`,
    ...(command === undefined ? [] : [`      $ ${command}`]),
  ];
  const missing = gaps.filter(({ taken }) => taken === undefined);
  const taken = gaps.filter((gap) => gap.taken !== undefined);
  return [
    ...(missing.length === 0 ? [] : ["to fill in or to change", ...missing.flatMap(render)]),
    ...(taken.length === 0 ? [] : ["to check", ...taken.flatMap(render)]),
  ];
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** The report as a page of Markdown. */
export function renderMarkdown(title: string, rows: readonly Row[], gaps: readonly Gap[]): string {
  const tables = verdicts.flatMap(([verdict, words]) => {
    const own = rows.filter((row) => row.verdict === verdict);
    if (own.length === 0) return [];
    const lines = own.map(
      (row) => `| ${cell(placeOf(row))} | ${cell(row.before)} | ${cell(row.now)} | ${cell(row.fix ?? "")} |`,
    );
    return [
      `## ${words}`,
      "",
      "| field | there | here | what to do |",
      "| --- | --- | --- | --- |",
      ...lines,
      "",
    ];
  });
  const todo = gaps.map(({ key, what, command, taken }) => {
    const how = command === undefined ? "" : `: \`${command}\``;
    return `- [ ] \`${key}\`: ${what}${taken === undefined ? "" : ` (taken: ${taken})`}${how}`;
  });
  return [
    `# ${title}`,
    "",
    ...tables,
    ...(todo.length === 0 ? [] : ["## To fill in, to change, to check", "", ...todo, ""]),
  ].join("\n");
}

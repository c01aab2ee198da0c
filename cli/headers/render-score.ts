import type { HeaderScore } from "../../policies/headers/observatory/score";

/** Facts about the site that are shown besides the score. */
export interface ShownSite {
  /** Address of the page, after redirections. */
  readonly url: string;
  readonly status: number;
  readonly repeatedNonces: readonly string[];
}

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points));

/**
 * Score as a table of lines: points, item, finding; below it the fixes, the most points first.
 * @returns lines without colour
 */
export function renderScore({ url, status, repeatedNonces }: ShownSite, score: HeaderScore): string[] {
  const { items, leaks, leakage, observatory, grade } = score;
  const width = Math.max(...items.map(({ item }) => item.length));
  const rows = items.map(
    ({ item, modifier, finding, unknown }) =>
      `  ${(unknown === true ? "?" : signed(modifier)).padStart(4)}  ${item.padEnd(width)}  ${finding}`,
  );
  const leakRow =
    leakage === 0
      ? []
      : [`  ${signed(-leakage).padStart(4)}  ${"information leaks".padEnd(width)}  ${leaks.join(", ")}`];
  const fixes = items
    .filter(({ fix }) => fix !== undefined)
    .toSorted((a, b) => a.modifier - b.modifier)
    .map(({ item, fix }) => `  - ${item}: ${fix}`);
  const more = [
    ...repeatedNonces.map(
      (nonce) => `  - the nonce ${nonce} was the same in two answers: make one per response`,
    ),
    ...fixes,
    ...(leaks.length === 0 ? [] : [`  - remove ${leaks.join(", ")}`]),
  ];
  const parts = leakage === 0 ? "" : ` (Observatory ${observatory}, information leaks ${signed(-leakage)})`;
  return [
    `${url} answers ${status}`,
    ...rows,
    ...leakRow,
    `score ${score.score}, grade ${grade}${parts}`,
    ...(more.length === 0 ? [] : ["fixes that raise the score:", ...more]),
  ];
}

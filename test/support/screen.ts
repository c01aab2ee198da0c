/** Marks of a terminal, and the text between them. */
// oxlint-disable-next-line no-control-regex
const parts = /\u001B\[\??([\d;]*)([A-Za-z])|([^\u001B]+)/g;

/**
 * Content of a screen after what was written to it: follows the marks that log-update writes, which move up, down and to
 * the begin of the line, and clear a line, its end, or what is below. Long lines are not wrapped.
 * @param colours - the marks of colours are kept before the characters that they come with. @default false
 */
export function showScreen(written: string, colours = false): string {
  const lines: ((string | undefined)[] | undefined)[] = [[]];
  let [row, column, marks] = [0, 0, ""];
  const line = (): (string | undefined)[] => (lines[row] ??= []);
  const write = (character: string): void => {
    if (character === "\n") row += 1;
    if (character === "\n" || character === "\r") return void (column = 0);
    line()[column] = marks + character;
    marks = "";
    column += 1;
  };
  for (const [whole, code = "", kind, text] of written.matchAll(parts)) {
    const count = code === "" ? 1 : Number(code);
    if (text !== undefined) [...text].forEach(write);
    else if (kind === "A") row = Math.max(0, row - count);
    else if (kind === "B") row += count;
    else if (kind === "G") column = count - 1;
    else if (kind === "K") line().length = code === "2" ? 0 : Math.min(line().length, column);
    else if (kind === "J") {
      line().length = Math.min(line().length, column);
      lines.length = Math.min(lines.length, row + 1);
    } else if (kind === "m" && colours) marks += whole;
  }
  return Array.from(lines, (one = []) => Array.from(one, (cell = " ") => cell).join(""))
    .join("\n")
    .trimEnd();
}

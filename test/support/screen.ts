/** Marks of a terminal that are followed, and the text between them. */
// oxlint-disable-next-line no-control-regex
const parts = /\u001B\[\??([\d;]*)([A-Za-z])|([^\u001B]+)/g;

/**
 * Content of a screen after what was written to it: follows the marks that log-update writes, which are lines up, begin
 * of the line, clear to its end or to that of the screen.
 * @param colours - the marks of colours are kept. @default false
 */
export function showScreen(written: string, colours = false): string {
  const lines = [""];
  let at = 0;
  for (const [whole, code = "", kind, text] of written.replaceAll("\r", "").matchAll(parts)) {
    if (text !== undefined) {
      for (const [index, part] of text.split("\n").entries()) {
        if (index > 0) at += 1;
        lines[at] = `${lines[at] ?? ""}${part}`;
      }
    } else if (kind === "A") at = Math.max(0, at - Number(code === "" ? 1 : code));
    else if (kind === "K") lines[at] = "";
    else if (kind === "J") lines.splice(at, lines.length, "");
    else if (kind === "m" && colours) lines[at] = `${lines[at] ?? ""}${whole}`;
  }
  return lines.join("\n").trimEnd();
}

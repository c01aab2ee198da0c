import { execFileSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Content of a screen of its own process after these calls, without the marks that move and hide the cursor. */
function screenAfter(calls: string): string {
  const script = `const { openTerminal } = require("./cli/terminal");
let written = "";
const stderr = { isTTY: true, columns: 40, rows: 24, write: (text) => { written += text; return true; } };
const terminal = openTerminal({ stderr });
${calls}
process.stdout.write(JSON.stringify(written));`;
  const output = execFileSync(process.execPath, ["-r", "./register.js", "-e", script], { cwd: root });
  return replay(JSON.parse(output.toString("utf8")) as string);
}

/** Follows the marks that log-update writes: lines up, begin of the line, clear to its end or to that of the screen. */
function replay(written: string): string {
  const lines = [""];
  let at = 0;
  // oxlint-disable-next-line no-control-regex
  for (const [, code, kind, text] of written.matchAll(/\u001B\[\??(\d*)([A-Za-z])|([^\u001B]+)/g)) {
    if (text !== undefined) {
      for (const [index, part] of text.split("\n").entries()) {
        if (index > 0) at += 1;
        lines[at] = `${lines[at] ?? ""}${part}`;
      }
    } else if (kind === "A") at = Math.max(0, at - Number(code === "" ? 1 : code));
    else if (kind === "K") lines[at] = "";
    else if (kind === "J") lines.splice(at, lines.length, "");
  }
  return lines.join("\n").trimEnd();
}

test("draw() replaces its lines, stays below what is said, and has room for progress", () => {
  const calls = `terminal.draw("one\\ntwo"); terminal.draw("three\\nfour"); terminal.say("said"); terminal.progress("on the way");`;
  expect(screenAfter(calls)).toBe("said\nthree\nfour\non the way");
});

test("draw() of nothing takes the lines away, and what follows is as before", () => {
  const calls = `terminal.draw("one\\ntwo"); terminal.say("said"); terminal.draw(""); terminal.say("end");`;
  expect(screenAfter(calls)).toBe("said\nend");
});

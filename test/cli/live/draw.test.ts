import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { showScreen } from "../../support/screen";

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
  return showScreen(JSON.parse(output.toString("utf8")) as string);
}

test("draw() replaces its lines, stays below what is said, and has room for progress", () => {
  const calls = `terminal.draw("one\\ntwo"); terminal.draw("three\\nfour"); terminal.say("said"); terminal.progress("on the way");`;
  expect(screenAfter(calls)).toBe("said\nthree\nfour\non the way");
});

test("draw() of nothing takes the lines away, and what follows is as before", () => {
  const calls = `terminal.draw("one\\ntwo"); terminal.say("said"); terminal.draw(""); terminal.say("end");`;
  expect(screenAfter(calls)).toBe("said\nend");
});

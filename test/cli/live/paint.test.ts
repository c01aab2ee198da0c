import { execFileSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

const script = `const { paint } = require("./cli/live/paint");
process.stdout.write(paint([[{ text: "5 %", tone: "good" }, { text: " live" }]], process.stdout));`;

test.each([
  [{}, "5 % live"],
  [{ FORCE_COLOR: "1" }, "\u001B[32m5 %\u001B[39m live"],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, "\u001B[32m5 %\u001B[39m live"],
  [{ FORCE_COLOR: "0" }, "5 % live"],
])("paint() heeds %j where no terminal reads it", (env, expected) => {
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...rest } = process.env;
  const written = execFileSync(process.execPath, ["-r", "./register.js", "-e", script], {
    cwd: root,
    env: { ...rest, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(written.toString("utf8")).toBe(expected);
});

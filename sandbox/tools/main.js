"use strict";
/** Makes every tool ready and prints the folder with their binaries: `node sandbox/tools/main.js [NAME…]`. */
require("../../register.js");
const { ensureTools } = require("./resolve.ts");
const { stopCommands } = require("./run-command.ts");

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
]) {
  process.once(signal, () => {
    stopCommands();
    process.exit(code);
  });
}
const names = process.argv.slice(2);
ensureTools(names.length > 0 ? { names } : {}).then(
  ({ binDir }) => console.log(binDir),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);

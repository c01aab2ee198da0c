import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * Puts a `pulumi` first on PATH that runs a shell script: `$STACK` is the stack, `$LOG` the event log. Its command
 * lines are kept.
 */
export function fakePulumi(script: string) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  const calls = path.join(folder, "calls");
  const before = process.env["PATH"];
  const text = `#!/bin/bash
echo "$@" >> ${calls}
while [ $# -gt 0 ]; do
  case "$1" in
    --stack) STACK="$2";;
    --event-log) LOG="$2";;
  esac
  shift
done
${script}
`;
  fs.writeFileSync(path.join(folder, "pulumi"), text, { mode: 0o755 });
  process.env["PATH"] = `${folder}:${before}`;
  return {
    calls: () => (fs.existsSync(calls) ? fs.readFileSync(calls, "utf8").trim().split("\n") : []),
    remove: () => {
      process.env["PATH"] = before;
      fs.rmSync(folder, { recursive: true });
    },
  };
}

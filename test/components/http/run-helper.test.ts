import * as fs from "node:fs";
import * as path from "node:path";
import { runHelper } from "../../../components/http/run-helper";
import { kubeconfigFolder } from "../cluster/credentials/kubeconfig-folder";

const { folder, write } = kubeconfigFolder();
const script = (name: string, lines: string): string => write(name, `#!/bin/sh\n${lines}\n`, 0o755);
const plugin = (command: string, rest: object = {}) => ({ command, args: [], env: {}, ...rest });
const limits = { timeoutMs: 10_000 };

test("runHelper() hands arguments and environment on and gives what was printed", async () => {
  const command = script("echo", 'echo "$1 $TOLD $HOME"');
  const printed = await runHelper(plugin(command, { args: ["a b"], env: { TOLD: "so" } }), limits);
  expect(printed).toBe(`a b so ${process.env["HOME"]}\n`);
});

test("runHelper() ends a program that takes too long, with all that it started", async () => {
  const mark = path.join(folder, "late");
  const command = script("hang", `sleep 3 && touch ${mark}`);
  const start = performance.now();
  await expect(runHelper(plugin(command), { timeoutMs: 300 })).rejects.toThrow("did not end within 0.3 s");
  expect(performance.now() - start).toBeLessThan(2000);
  await new Promise((resolve) => setTimeout(resolve, 3200));
  expect(fs.existsSync(mark)).toBe(false);
});

test("runHelper() ends a program when the caller gives up", async () => {
  const controller = new AbortController();
  const run = runHelper(plugin(script("wait", "sleep 5")), { ...limits, signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await expect(run).rejects.toThrow("was interrupted");
  await expect(runHelper(plugin("sleep"), { ...limits, signal: AbortSignal.abort() })).rejects.toThrow(
    "was not started: interrupted",
  );
});

test("runHelper() says how to install a program that is missing", async () => {
  const missing = plugin("no-such-plugin", {
    installHint: "To learn more,\nsee https://example.org/kubelogin",
  });
  await expect(runHelper(missing, limits)).rejects.toThrow(
    "was not found; To learn more, see https://example.org/kubelogin",
  );
  await expect(runHelper(plugin("no-such-plugin"), limits)).rejects.toThrow(/^was not found$/);
});

test.each([
  [
    "its last words",
    'echo "line one" >&2; echo "session ended, log in" >&2; exit 3',
    "ended with 3: session ended, log in",
  ],
  ["nothing but its code", "exit 4", "ended with 4"],
  [
    "credentials left out",
    'echo "Authorization: Bearer abc.def" >&2; exit 1',
    "ended with 1: Authorization: Bearer …",
  ],
])("runHelper() tells a program's failure: %s", async (name, lines, words) => {
  await expect(runHelper(plugin(script(`fail-${name.length}`, lines)), limits)).rejects.toThrow(words);
});

test("runHelper() tells what cannot be started", async () => {
  await expect(runHelper(plugin(write("text", "no program")), limits)).rejects.toThrow(
    "could not be started: EACCES",
  );
});

test("runHelper() reads no endless answer", async () => {
  const command = script("endless", "yes");
  await expect(runHelper(plugin(command), limits)).rejects.toThrow("must not print more than 1 MiB");
});

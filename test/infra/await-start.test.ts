import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { processStart } from "../../components/ledger/process-identity";
import { awaitStart } from "../../infra/await-start";
import { startVariable } from "../../infra/start-terms";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sluice-test-"));
  file = path.join(folder, "word");
});

afterEach(() => rmSync(folder, { recursive: true }));

const self = { pid: process.pid, start: processStart(process.pid) as string };
const wait = async (by = self): Promise<void> =>
  await awaitStart({ [startVariable]: JSON.stringify({ file, by }) });

test("awaitStart() returns at once where no command prepared the run", async () => {
  await expect(awaitStart({})).resolves.toBeUndefined();
  await expect(awaitStart({ [startVariable]: "" })).resolves.toBeUndefined();
});

test("awaitStart() waits for the word", async () => {
  let hasBegun = false;
  const waiting = wait().then(() => void (hasBegun = true));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(hasBegun).toBe(false);
  writeFileSync(file, "begin");
  await waiting;
});

test.each(["drop", "anything"])("awaitStart() refuses on the word %s", async (word) => {
  writeFileSync(file, word);
  await expect(wait()).rejects.toThrow(
    "[sluice:130] This run was prepared and not begun; nothing was changed",
  );
});

test("awaitStart() refuses once the command is gone without a word", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
  const by = { pid: other.pid as number, start: processStart(other.pid as number) as string };
  const waiting = wait(by);
  other.kill("SIGKILL");
  await once(other, "exit");
  await expect(waiting).rejects.toThrow("prepared and not begun");
});

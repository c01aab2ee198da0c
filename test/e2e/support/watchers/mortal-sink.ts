import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { once } from "node:events";

/** Receiver of messages that kills itself by SIGKILL in the middle of a message, before it answers. */
const program = `
  let count = 0;
  const [, last] = process.argv;
  require("node:http").createServer((request, response) => {
    request.resume().on("end", () => {
      if (++count >= Number(last)) process.kill(process.pid, "SIGKILL");
      response.writeHead(204).end();
    });
  }).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`;

/** A receiver of webhooks that is about to die. */
export interface MortalSink {
  /** `sluice:notify.webhook` for it. */
  readonly webhook: { readonly url: string; readonly secretFrom: string };
  /** Signal that ended it; undefined while it lives. */
  diedOf(): NodeJS.Signals | undefined;
  stop(): Promise<void>;
}

/**
 * Starts one.
 * @param last - message in which it dies, from 1
 */
export async function startMortalSink(last: number): Promise<MortalSink> {
  const child = spawn(process.execPath, ["-e", program, `${last}`], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  const folder = await mkdtemp(path.join(tmpdir(), "sluice-sink-"));
  const secretFrom = path.join(folder, "secret");
  await writeFile(secretFrom, "a secret of this test");
  return {
    webhook: { url: `http://127.0.0.1:${port.toString().trim()}`, secretFrom },
    diedOf: () => child.signalCode ?? undefined,
    stop: async () => {
      child.kill();
      await rm(folder, { recursive: true });
    },
  };
}

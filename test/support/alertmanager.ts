import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { freePort } from "./free-port";
import { ensureTools } from "../../sandbox/tools/resolve";

/** A real Alertmanager on this machine. */
export interface RunningAlertmanager {
  readonly url: string;
  /** Asks its API. */
  ask(method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts Debian's Alertmanager with a configuration. */
export async function startAlertmanager(config: object): Promise<RunningAlertmanager> {
  const tools = await ensureTools({ names: ["debian-alertmanager"], onProgress: () => undefined });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-alertmanager-"));
  fs.writeFileSync(path.join(folder, "config.yaml"), stringify(config));
  const port = await freePort();
  // Debian's build reads its templates from /usr/share: it gets the unpacked one in a mount namespace of its own.
  const script = 'mount --bind "$1/usr/share" /usr/share && shift && exec "$@"';
  const program = [
    tools.path("alertmanager"),
    `--config.file=${path.join(folder, "config.yaml")}`,
    `--storage.path=${path.join(folder, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
  ];
  const own = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  const child = spawn("unshare", [...own, "--mount", "sh", "-c", script, "sh", tools.debRoot, ...program], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("Listening on")) resolve();
    });
    child.once("close", () => reject(new Error(log)));
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    ask: async (method, where, body) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(url + where, { method, headers, body: JSON.stringify(body) ?? null });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${answer.status} ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
    stop: async () => {
      const closed = once(child, "close");
      child.kill("SIGTERM");
      await closed;
      fs.rmSync(folder, { recursive: true });
    },
  };
}

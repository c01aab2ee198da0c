import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A running docker-registry on this machine. */
export interface RealRegistry {
  /** `127.0.0.1:PORT`, as in image names. */
  readonly host: string;
  close(): Promise<void>;
}

/**
 * Starts Debian's docker-registry on a free port of 127.0.0.1.
 * @param binary - path of docker-registry
 */
export async function startRealRegistry(binary: string): Promise<RealRegistry> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-registry-"));
  const config = join(folder, "config.json");
  const storage = { filesystem: { rootdirectory: join(folder, "data") } };
  const http = { addr: "127.0.0.1:0" };
  writeFileSync(config, JSON.stringify({ version: "0.1", log: { level: "info" }, storage, http }));
  const registry = spawn(binary, ["serve", config], { stdio: ["ignore", "ignore", "pipe"] });
  const host = await new Promise<string>((resolve, reject) => {
    let log = "";
    registry.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      const match = /listening on (127\.0\.0\.1:\d+)/.exec(log);
      if (match?.[1]) resolve(match[1]);
    });
    registry.on("error", reject);
    registry.on("close", () => reject(new Error(log)));
  });
  return {
    host,
    async close() {
      const closed = once(registry, "close");
      registry.kill("SIGKILL");
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
}

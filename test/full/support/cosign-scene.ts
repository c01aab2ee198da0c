import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { assembleImage } from "../../../sandbox/images/image";
import { pushImage } from "../../../sandbox/images/registry";
import { ensureTools } from "../../../sandbox/tools/resolve";
import { startRealRegistry } from "./real-registry";

const run = promisify(execFile);

/** A major version of cosign. */
export type Major = "2" | "3";

/** A real registry and both major versions of the real cosign; no cluster. */
export interface CosignScene {
  /** Folder in which cosign runs and finds its files. */
  readonly folder: string;
  /** Runs cosign with none of the machine's settings; gives what it printed. */
  cosign(major: Major, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Writes a file for cosign. */
  write(name: string, content: unknown): void;
  /** Pushes a real image, each time another one; gives its name with digest. */
  push(): Promise<string>;
  close(): Promise<void>;
}

/** Sets the scene up. */
export async function openCosignScene(): Promise<CosignScene> {
  const tools = await ensureTools({ names: ["debian", "cosign-2", "cosign-3"] });
  const folder = mkdtempSync(join(tmpdir(), "sluice-cosign-"));
  const registry = await startRealRegistry(tools.path("docker-registry"));
  let count = 0;
  return {
    folder,
    async cosign(major, args, extra = {}) {
      const own = { PATH: process.env["PATH"], HOME: folder, DOCKER_CONFIG: folder, COSIGN_PASSWORD: "" };
      const options = { cwd: folder, env: { ...own, ...extra } };
      const { stdout, stderr } = await run(tools.path(`cosign-${major}`), args, options);
      return stdout + stderr;
    },
    write: (name, content) =>
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content)),
    async push() {
      const image = assembleImage({
        files: [{ name: "hello", data: Buffer.from(`hello ${(count += 1)}`) }],
        entrypoint: ["/hello"],
        user: "65532:65532",
        labels: {},
      });
      await pushImage(image, `http://${registry.host}`, "team/hello", `v${count}`);
      return `${registry.host}/team/hello@${image.manifest.digest}`;
    },
    async close() {
      await registry.close();
      rmSync(folder, { recursive: true });
    },
  };
}

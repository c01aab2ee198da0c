import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../support/free-port";
import { renderNginx } from "../../../components/core/edge/render-nginx";
import { renderRules } from "../../../components/core/edge/render-rules";
import type { WafSpec } from "../../../components/core/edge/waf";
import { readLayout } from "../../../sandbox/images/layout";
import { readTar } from "../../../sandbox/images/tar";
import { buildWaf } from "../../../sandbox/images/waf";
import { wafSpec } from "../../support/waf-spec";

/** A firewall in front of a port of this machine. */
export interface RunningWaf {
  /** Process of the image's entry point. */
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  readonly metrics: () => Promise<string>;
  /** Status of the answer to the kubelet. */
  readonly ready: () => Promise<number>;
  /** Lines that it wrote about refused requests. */
  readonly log: () => string;
  readonly stop: () => Promise<number | null>;
}

const programs = /^(usr\/sbin\/nginx|waf|lib64\/.*)$/;

/** Unpacks the real image into a folder; call `remove` when done. */
export async function unpackWaf(): Promise<{ root: string; remove: () => void }> {
  const [, layer] = (await readLayout(await buildWaf())).blobs;
  const root = mkdtempSync(path.join(tmpdir(), "waf-"));
  chmodSync(root, 0o755);
  for (const [name, data] of readTar(layer.bytes)) {
    const file = path.join(root, name);
    if (name.endsWith("/")) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, data, { mode: programs.test(name) ? 0o755 : 0o644 });
  }
  for (const name of ["dev", "proc", "etc/waf/config", "tmp"])
    mkdirSync(path.join(root, name), { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true }) };
}

/** Mounts that a container has, a scratch folder that belongs to the image's user, and nothing else to write to. */
const enter = [
  'mount --bind "$0" "$0"',
  'mount --rbind /dev "$0/dev"',
  'mount -t proc proc "$0/proc"',
  'mount -t tmpfs -o mode=1777 tmpfs "$0/tmp"',
  'mount -o remount,bind,ro "$0"',
  'exec chroot --userspec=65532:65532 "$0" /waf "$@"',
].join(" && ");

/** A pipe that nobody reads, as long as this process lives: it holds 64 KiB, as a container's. */
function openUnread(folder: string): number {
  const pipe = path.join(folder, "unread");
  execFileSync("mkfifo", [pipe]);
  return openSync(pipe, "r+");
}

/**
 * Runs the image's own entry point as a pod does: its user, a read-only root, the rendered configuration.
 * @param app - port of the app; `metricsUrl` its metrics
 * @param isLogRead - whether somebody takes what it writes to its standard output
 * @param flags - of the entry point, besides those of each pod
 */
export async function runWaf(
  root: string,
  app: { readonly port: number; readonly metricsUrl?: string },
  parts: Partial<WafSpec> = {},
  isLogRead = true,
  flags: readonly string[] = [],
): Promise<RunningWaf> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const spec = wafSpec({ ...parts, port, metricsPort });
  const config = mkdtempSync(path.join(root, "etc/waf/config/"));
  writeFileSync(path.join(config, "modsecurity.conf"), renderRules(spec));
  const inside = config.slice(root.length);
  const nginx = renderNginx(spec, app.port).replaceAll("/etc/waf/config", inside);
  writeFileSync(path.join(config, "nginx.conf"), nginx);
  chmodSync(config, 0o755);
  const args = [
    "-config",
    `${inside}/nginx.conf`,
    "-port",
    `${port}`,
    "-metrics-port",
    `${metricsPort}`,
    ...flags,
  ];
  if (app.metricsUrl !== undefined) args.push("-app-metrics", app.metricsUrl);
  const child = spawn("unshare", ["--mount", "--propagation", "private", "sh", "-c", enter, root, ...args], {
    stdio: ["ignore", isLogRead ? "pipe" : openUnread(config), "pipe"],
  });
  let [log, errors] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close").then(([code]) => code as number | null);
  const metricsUrl = `http://127.0.0.1:${metricsPort}`;
  const ready = async (): Promise<number> => (await fetch(`${metricsUrl}/waf/ready`)).status;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the firewall ended: ${errors}${log}`);
    if ((await ready().catch(() => 0)) === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    pid: child.pid as number,
    url: `http://127.0.0.1:${port}`,
    port,
    metrics: async () => await (await fetch(`${metricsUrl}/metrics`)).text(),
    ready,
    log: () => log,
    stop: async () => {
      child.kill("SIGTERM");
      return await ended;
    },
  };
}

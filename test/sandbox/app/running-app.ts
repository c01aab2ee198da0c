import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readLayout } from "../../../sandbox/images/layout";
import { buildScholarlink } from "../../../sandbox/images/scholarlink";
import { readTar } from "../../../sandbox/images/tar";
import type { Variant } from "../../../sandbox/images/variants";

/** Takes the binary out of a real image of the example app; call `remove` when done. */
export async function unpackApp(variant: Variant): Promise<{ binary: string; remove: () => void }> {
  const { layoutTar } = await buildScholarlink(variant);
  const [, layer] = (await readLayout(layoutTar)).blobs;
  const directory = mkdtempSync(path.join(tmpdir(), "scholarlink-"));
  const binary = path.join(directory, "scholarlink");
  writeFileSync(binary, readTar(layer.bytes).get("scholarlink") ?? "", { mode: 0o755 });
  return { binary, remove: () => rmSync(directory, { recursive: true }) };
}

/** A process of the example app. */
export interface RunningApp {
  /** Resolves when `text` appears in its log, with the first group of a match. */
  readonly logged: (pattern: RegExp) => Promise<string>;
  readonly child: ChildProcess;
  /** Exit code, or null when a signal ended it. */
  readonly exit: Promise<number | null>;
  readonly log: () => string;
}

const running = new Set<RunningApp>();

/** Starts a command of the example app on free loopback ports. */
export function runApp(
  binary: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningApp {
  const child = spawn(binary, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { LISTEN_ADDRESS: "127.0.0.1:0", METRICS_ADDRESS: "127.0.0.1:0", ...env },
  });
  let log = "";
  const note = (chunk: Buffer): void => {
    log += chunk.toString();
    child.emit("logged");
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  const exit = once(child, "close").then(([code]) => {
    child.emit("logged");
    return code as number | null;
  });
  const logged = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(log);
      if (match) return match[1] ?? match[0];
      if (child.exitCode !== null) throw new Error(`no ${pattern} in the log of an ended app:\n${log}`);
      await once(child, "logged");
    }
  };
  const app = { child, exit, logged, log: () => log };
  running.add(app);
  return app;
}

/** A serving example app with its two addresses. */
export interface ServingApp extends RunningApp {
  /** "http://127.0.0.1:PORT" of requests. */
  readonly url: string;
  /** "http://127.0.0.1:PORT" of metrics and faults. */
  readonly adminUrl: string;
}

/** Starts the app and waits until it listens, not until it is ready. */
export async function serveApp(
  binary: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServingApp> {
  const app = runApp(binary, [], env);
  const [admin, requests] = await Promise.all([
    app.logged(/"for":"metrics and faults","address":"([^"]+)"/),
    app.logged(/"for":"requests","address":"([^"]+)"/),
  ]);
  return { ...app, url: `http://${requests}`, adminUrl: `http://${admin}` };
}

/** Ends every app of this test file that still runs. */
export async function killApps(): Promise<void> {
  for (const app of running) {
    app.child.kill("SIGKILL");
    await app.exit;
    running.delete(app);
  }
}

/** Asks until the answer has this status. */
export async function waitForStatus(url: string, status: number): Promise<Response> {
  for (;;) {
    const response = await fetch(url);
    if (response.status === status) return response;
    await response.arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

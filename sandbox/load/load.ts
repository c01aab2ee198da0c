import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { type LoadOptions, planLoad } from "./options";
import type { LoadMessage, LoadReport, LoadSecond, LoadSnapshot } from "./report";

/** A load under way. */
export interface Load {
  /** Process that sends it. */
  readonly pid: number;
  /** The report, when the load has ended by its duration or by `stop`. */
  readonly done: Promise<LoadReport>;
  /** Totals at the last full second; undefined during the first. */
  snapshot(): LoadSnapshot | undefined;
  /** Stops sending, waits for requests under way (at most their time-out) and reports. */
  stop(): Promise<LoadReport>;
}

/**
 * Sends load from a process of its own, so that the work of this process delays no request. The load ends with this
 * process at the latest.
 * @param onSecond - called at the end of each second
 * @throws {LoadOptionsError} when the target is not loopback, or a number is out of bounds
 * @example const load = startLoad({ address: "127.0.0.1:8080", host: "app.example.org", ratePerSecond: 200 });
 */
export function startLoad(
  options: LoadOptions & {
    readonly onSecond?: (second: LoadSecond, totals: LoadSnapshot) => void;
  },
): Load {
  const { onSecond, ...sent } = options;
  const { hostname, port } = planLoad(sent);
  const child = spawn(process.execPath, [path.join(__dirname, "main.js"), JSON.stringify(sent)], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let latest: LoadSnapshot | undefined;
  let report: LoadReport | undefined;
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  child.stdin.on("error", () => undefined);
  createInterface(child.stdout).on("line", (line) => {
    const message = JSON.parse(line) as LoadMessage;
    if (message.type === "report") {
      report = message.report;
      return;
    }
    latest = message.totals;
    onSecond?.(message.second, message.totals);
  });
  const done = new Promise<LoadReport>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (report) resolve(report);
      else {
        const how = `the generator must end with a report: got exit ${code ?? signal}`;
        reject(new Error(`Cannot report on load to "${hostname}:${port}": ${how} ${complaint.trim()}`));
      }
    });
  });
  // A caller who needs the error awaits it; a load that no caller awaits must not end the process.
  done.catch(() => undefined);
  return {
    pid: child.pid ?? 0,
    done,
    snapshot: () => latest,
    stop: () => {
      child.stdin.end();
      return done;
    },
  };
}

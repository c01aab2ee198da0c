import http from "node:http";
import type { LoadPlan } from "./options";
import type { Outcome } from "./tally";

const VERSION_HEADER = "x-scholarlink-version";

/** A timer later than this shows that this process did not run meanwhile, and could read no answer, milliseconds. */
const stalledMs = 100;

/**
 * Calls back after some time in which this process ran.
 * @returns ends it
 */
function afterRunning(ms: number, call: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (forMs: number): void => {
    const dueMs = performance.now() + forMs;
    timer = setTimeout(() => {
      const lateMs = performance.now() - dueMs;
      if (lateMs > stalledMs) wait(lateMs);
      else call();
    }, forMs);
  };
  wait(ms);
  return () => clearTimeout(timer);
}

/** Sends one request as a client would, without a retry. */
export class LoadClient {
  private readonly agent: http.Agent;
  private readonly plan: LoadPlan;

  constructor(plan: LoadPlan) {
    this.plan = plan;
    const { keepAlive } = plan;
    this.agent = new http.Agent({ keepAlive, maxSockets: Infinity, maxFreeSockets: 1024 });
  }

  /**
   * @param dueMs - when the request was due, on the clock of `performance.now()`: its latency counts from it, its time-out
   * from now
   * @param ended - called once
   */
  send(path: string, dueMs: number, ended: (outcome: Outcome) => void): void {
    const { hostname, port, host, timeoutMs } = this.plan;
    const request = http.get({ hostname, port, path, agent: this.agent, headers: { host } });
    let version = "";
    let status: number | undefined;
    let isOpen = true;
    const end = (failure?: Outcome["failure"]): void => {
      if (!isOpen) return;
      isOpen = false;
      stopWaiting();
      const latencyMs = performance.now() - dueMs;
      ended({
        version,
        path,
        latencyMs,
        ...(status === undefined ? {} : { status }),
        ...(failure ? { failure } : {}),
      });
    };
    const stopWaiting = afterRunning(timeoutMs, () => {
      end({ kind: "timeout", detail: `${timeoutMs} ms` });
      request.destroy();
    });
    const breakOff = (error: NodeJS.ErrnoException): void => {
      end({ kind: "connection", detail: error.code ?? error.message });
    };
    request.on("error", breakOff);
    request.on("response", (response) => {
      version = String(response.headers[VERSION_HEADER] ?? "");
      response.on("error", breakOff);
      response.on("end", () => {
        status = response.statusCode ?? 0;
        end(status >= 400 ? { kind: "status", detail: String(status) } : undefined);
      });
      response.resume();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

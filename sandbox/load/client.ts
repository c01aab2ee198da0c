import http from "node:http";
import type { LoadPlan } from "./options";
import type { Outcome } from "./tally";

const VERSION_HEADER = "x-scholarlink-version";

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
   * @param dueMs - when the request was due, on the clock of `performance.now()`: latency and time-out count from it
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
      clearTimeout(timer);
      const latencyMs = performance.now() - dueMs;
      ended({
        version,
        path,
        latencyMs,
        ...(status === undefined ? {} : { status }),
        ...(failure ? { failure } : {}),
      });
    };
    const timer = setTimeout(
      () => {
        end({ kind: "timeout", detail: `${timeoutMs} ms` });
        request.destroy();
      },
      Math.max(1, dueMs + timeoutMs - performance.now()),
    );
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

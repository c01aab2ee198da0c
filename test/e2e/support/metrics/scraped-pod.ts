import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Outcome of one batch of requests. */
export interface Batch {
  readonly requests: number;
  /** Of them slower than 0.25 s, none slower than 1 s. @default 0 */
  readonly slow?: number;
  /** Of them answered 500, or 429. @default 0 */
  readonly errors?: number;
  readonly limited?: number;
  /** Browsers' reports that came with them. @default 0 */
  readonly reports?: number;
}

const histogram = "http_server_request_duration_seconds";

/** A pod of the example app as Prometheus sees it: counters and a gauge at an address of its own. */
export class ScrapedPod {
  readonly track: "stable" | "canary";
  /** A gauge. */
  queueDepth = 0;
  /** Requests since the first start, whatever the counters say after a restart. */
  served = 0;
  private counts: Record<string, { requests: number; slow: number }> = {};
  private reports = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly server: Server;

  constructor(track: "stable" | "canary") {
    this.track = track;
    this.server = createServer((_, response) => void response.end(this.render()));
    this.restart();
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Counters begin at 0, as after a crash. */
  restart(): void {
    this.counts = { "200": { requests: 0, slow: 0 } };
    this.reports = 0;
  }

  /** Serves such a batch twenty times a second from now on. */
  serve(batch: Batch): void {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.count(batch), 50);
  }

  close(): void {
    clearInterval(this.timer);
    this.server.close();
    this.server.closeAllConnections();
  }

  private count({ requests, slow = 0, errors = 0, limited = 0, reports = 0 }: Batch): void {
    const add = (status: string, many: number, slowOnes: number): void => {
      if (many === 0) return;
      const known = this.counts[status] ?? { requests: 0, slow: 0 };
      this.counts[status] = { requests: known.requests + many, slow: known.slow + slowOnes };
    };
    add("200", requests - errors - limited, slow);
    add("500", errors, 0);
    add("429", limited, 0);
    this.reports += reports;
    this.served += requests;
  }

  private render(): string {
    const lines = Object.entries(this.counts).flatMap(([status, { requests, slow }]) => {
      const bucket = (le: string, value: number) =>
        `${histogram}_bucket{http_response_status_code="${status}",le="${le}"} ${value}`;
      return [
        bucket("0.25", requests - slow),
        bucket("1.0", requests),
        bucket("+Inf", requests),
        `${histogram}_sum{http_response_status_code="${status}"} ${requests / 10}`,
        `${histogram}_count{http_response_status_code="${status}"} ${requests}`,
      ];
    });
    return [
      `# TYPE ${histogram} histogram`,
      ...lines,
      "# TYPE csp_violations_total counter",
      `csp_violations_total ${this.reports}`,
      "# TYPE queue_depth gauge",
      `queue_depth ${this.queueDepth}`,
      "",
    ].join("\n");
  }
}

import http from "node:http";
import type { App } from "../../test/e2e/support/app";

/** An answer of the app. */
export interface Answer {
  /** Moment of sending the request, on the clock of `performance.now()`, milliseconds. */
  readonly sentMs: number;
  readonly endedMs: number;
  /** Version that answered; empty where there was none. */
  readonly version: string;
  readonly failed: boolean;
}

/** Path that requests ask for, which is the pattern of its route, too. */
export const askedPath = "/api/papers";

/** Sends plain requests over kept-alive connections. */
export class Client {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  private readonly app: App;

  constructor(app: App) {
    this.app = app;
  }

  async ask(headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const [hostname = "", port] = this.app.sandbox.gatewayAddress.split(":");
    const sentMs = performance.now();
    return await new Promise((resolve) => {
      const end = (version: string, failed: boolean): void =>
        resolve({ sentMs, endedMs: performance.now(), version, failed });
      const request = http.get(
        {
          hostname,
          port,
          path: askedPath,
          agent: this.agent,
          headers: { host: this.app.host, ...headers },
        },
        (response) => {
          response.resume();
          response.on("end", () =>
            end(String(response.headers["x-scholarlink-version"] ?? ""), (response.statusCode ?? 0) >= 400),
          );
        },
      );
      request.on("error", () => end("", true));
    });
  }

  /** Sends `count` requests, 32 at a time. */
  async askMany(count: number): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) answers.push(await this.ask());
    };
    await Promise.all(Array.from({ length: 32 }, work));
    return answers;
  }

  /** Asks with these headers until one answer fits. */
  async askWith(headers: Readonly<Record<string, string>>, fits: (answer: Answer) => boolean): Promise<void> {
    const endMs = performance.now() + 30_000;
    while (!fits(await this.ask(headers)))
      if (performance.now() > endMs) throw new Error("waited 30 s in vain for an answer");
  }

  /** Asks on four connections until one answer fits; all answers. */
  async askUntil(fits: (answer: Answer) => boolean): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    const endMs = performance.now() + 30_000;
    const isOver = (): boolean => performance.now() > endMs || answers.some(fits);
    const work = async (): Promise<void> => {
      while (!isOver()) answers.push(await this.ask());
    };
    await Promise.all(Array.from({ length: 4 }, work));
    if (!answers.some(fits)) throw new Error("waited 30 s in vain for an answer");
    return answers;
  }

  close(): void {
    this.agent.destroy();
  }
}

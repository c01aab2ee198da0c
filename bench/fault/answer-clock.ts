import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Prometheus behind a proxy that notes when each answer was given. */
export interface AnswerClock {
  readonly url: string;
  /** The last answer before a moment, both in milliseconds since the epoch; undefined when there was none. */
  lastBefore(atMs: number): number | undefined;
  close(): void;
}

/** Starts the proxy on a loopback port of its own. */
export async function startAnswerClock(prometheusUrl: string): Promise<AnswerClock> {
  const answeredAtMs: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const type = request.headers["content-type"];
      const real = await fetch(`${prometheusUrl}${request.url ?? "/"}`, {
        method: request.method ?? "GET",
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
        headers: type === undefined ? {} : { "content-type": type },
      });
      const text = await real.text();
      response.writeHead(real.status, { "content-type": "application/json" });
      response.end(text, () => answeredAtMs.push(Date.now()));
    })().catch((error: unknown) => void response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lastBefore: (atMs) => answeredAtMs.findLast((answered) => answered < atMs),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

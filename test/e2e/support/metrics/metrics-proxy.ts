import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Mood of a Prometheus: it answers as it is, or in one of the ways that are no evidence ("ahead": its clock is). */
export type Mood = "well" | "httpError" | "hang" | "empty" | "nan" | "refuse" | "ahead";

/** A Prometheus in front of the real one, whose mood a test sets. */
export interface MetricsProxy {
  readonly url: string;
  /** `Authorization` headers of all requests. */
  readonly authorizations: Set<string>;
  /** Queries that got the mood's answer since it was set. */
  moodyAnswers(): number;
  setMood(mood: Mood): void;
  close(): void;
}

/** Every sample "NaN", as a broken recording would give. */
function toNan(body: string): string {
  return body.replaceAll(/\[(\d+(?:\.\d+)?),"[^"]*"\]/g, '[$1,"NaN"]');
}

/**
 * Starts a proxy on a loopback port of its own.
 * @param prometheusUrl - the real one
 * @param token - demanded as bearer token where given
 */
export async function startMetricsProxy(prometheusUrl: string, token?: string): Promise<MetricsProxy> {
  let mood: Mood = "well";
  let moody = 0;
  const authorizations = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    const given = request.headers.authorization;
    if (given !== undefined) authorizations.add(given);
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    };
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (mood !== "well") moody++;
      if (mood === "hang") return;
      if (mood === "httpError") return answer(503, '{"status":"error","error":"overloaded"}');
      if (mood === "refuse" || (token !== undefined && given !== `Bearer ${token}`)) {
        return answer(401, JSON.stringify({ status: "error", error: `not allowed with ${given}` }));
      }
      if (mood === "empty") {
        return answer(200, '{"status":"success","data":{"resultType":"matrix","result":[]}}');
      }
      const body = Buffer.concat(chunks);
      if (mood === "ahead" && `${request.url}${body.toString()}`.includes("query=time")) {
        const at = Date.now() / 1000 + 3600;
        return answer(200, `{"status":"success","data":{"resultType":"scalar","result":[${at},"${at}"]}}`);
      }
      const type = request.headers["content-type"];
      void fetch(`${prometheusUrl}${request.url ?? "/"}`, {
        method: request.method ?? "GET",
        ...(body.length === 0 ? {} : { body }),
        headers: type === undefined ? {} : { "content-type": type },
      }).then(
        async (real) => {
          const text = await real.text();
          answer(real.status, mood === "nan" ? toNan(text) : text);
        },
        (error: unknown) => answer(502, JSON.stringify({ status: "error", error: String(error) })),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    authorizations,
    moodyAnswers: () => moody,
    setMood: (next) => {
      mood = next;
      moody = 0;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

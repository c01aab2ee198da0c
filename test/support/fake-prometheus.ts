import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it came in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly parameters: URLSearchParams;
}

/** A Prometheus on loopback that answers as told. */
export interface FakePrometheus {
  readonly url: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Starts one; `answer` gets the number of requests before. */
export async function startFakePrometheus(
  answer: (response: ServerResponse, before: number, asked: Asked) => void,
): Promise<FakePrometheus> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then((form) => {
      const url = new URL(request.url ?? "/", "http://fake");
      const { authorization } = request.headers;
      const parameters = request.method === "POST" ? new URLSearchParams(form) : url.searchParams;
      const one = { method: request.method ?? "", path: url.pathname, authorization, parameters };
      asked.push(one);
      answer(response, asked.length - 1, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A successful answer with a matrix. */
export function matrix(...series: { metric: Record<string, string>; values: [number, string][] }[]): string {
  return JSON.stringify({ status: "success", data: { resultType: "matrix", result: series } });
}

/** Labels of Traefik's counter for one backend of the weighted rule of route `app` in namespace `prod`. */
export function traefikLabels(
  track: string,
  code: string,
  instance = "10.77.0.1:9100",
): Record<string, string> {
  return {
    __name__: "traefik_service_requests_total",
    code,
    instance,
    job: "traefik",
    method: "GET",
    protocol: "http",
    service: `httproute-prod-app-gw-infra-web-ep-web-2-1f0a9c77d1e2b3c4d5e6-svc-prod-app-${track}-0@kubernetesgateway`,
  };
}

import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** An answer on its way back. */
export interface PassedAnswer {
  status: number;
  readonly headers: http.IncomingHttpHeaders;
  body: string;
}

/** A request on its way to the gateway. */
export interface PassedRequest {
  readonly url: URL;
  readonly headers: http.IncomingHttpHeaders;
}

/** A server before the gateway that changes what passes. */
export interface AlteringFront {
  /** `127.0.0.1:port`. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts one.
 * @param target - host and port of the gateway
 * @param change - changes the request at once, and gives what changes its answer
 */
export async function startAlteringFront(
  target: string,
  change: (request: PassedRequest) => (answer: PassedAnswer) => void,
): Promise<AlteringFront> {
  const server = http.createServer((request, response) => {
    const passed = { url: new URL(request.url ?? "/", "http://front"), headers: { ...request.headers } };
    const alter = change(passed);
    const { pathname, search } = passed.url;
    const [hostname = "", port = ""] = target.split(":");
    const onward = http.request(
      { hostname, port, method: request.method, path: `${pathname}${search}`, headers: passed.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const { "content-length": _, "transfer-encoding": __, ...headers } = answer.headers;
          const made = {
            status: answer.statusCode ?? 0,
            headers,
            body: Buffer.concat(chunks).toString("utf8"),
          };
          alter(made);
          response.writeHead(made.status, made.headers).end(made.body);
        });
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import { makeCertificate, startServer } from "../http/server";
import type { TestServer } from "../http/server";

/** Parts of a request that the server saw. */
export interface Seen {
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  /** Name in the client's certificate. */
  readonly client: string | undefined;
}

/** API servers of the tests of one file. */
export interface FakeApis {
  /** Certificate of all of them. */
  readonly certificate: ReturnType<typeof makeCertificate>;
  /** Authority by which a kubeconfig's cluster trusts them. */
  readonly ca: { readonly "certificate-authority-data": string; readonly "tls-server-name": string };
  /** Starts one that answers 401 to tokens that are not valid, and writes down what it saw. */
  start(isValid?: (header: string) => boolean): Promise<{ seen: Seen[]; server: string; port: number }>;
  /** Ends a server after the test. */
  endLater(server: TestServer): void;
}

/** Makes a certificate for them, and ends all after each test. */
export function fakeApis(): FakeApis {
  const certificate = makeCertificate("api.example");
  const started: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
  });
  return {
    certificate,
    ca: {
      "certificate-authority-data": Buffer.from(certificate.cert).toString("base64"),
      "tls-server-name": "api.example",
    },
    start: async (isValid = () => true) => {
      const seen: Seen[] = [];
      const server = await startServer((request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate?.() ?? {};
        seen.push({ url: request.url, headers: request.headers, client: subject?.CN as string | undefined });
        if (isValid(request.headers.authorization ?? "")) response.end('{"metadata":{"uid":"u-1"}}');
        else response.writeHead(401).end('{"reason":"Unauthorized","message":"Unauthorized"}');
      }, certificate);
      started.push(server);
      return { seen, server: `https://127.0.0.1:${server.port}`, port: server.port };
    },
    endLater: (server) => started.push(server),
  };
}

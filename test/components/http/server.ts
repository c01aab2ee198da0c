import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";

/** A certificate that signs itself, valid for names that no DNS knows. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for a name. */
export function makeCertificate(name: string): Certificate {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-cert-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"].concat(
      ["-days", "2", "-keyout", key, "-out", cert],
      subject,
    ),
    { stdio: "ignore" },
  );
  const made = { cert: fs.readFileSync(cert, "utf8"), key: fs.readFileSync(key, "utf8") };
  fs.rmSync(folder, { recursive: true });
  return made;
}

/** A server on this machine. */
export interface TestServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a server; with a certificate it speaks https and asks for the client's own. */
export async function startServer(
  answer: http.RequestListener,
  certificate?: Certificate,
): Promise<TestServer> {
  const server =
    certificate === undefined
      ? http.createServer(answer)
      : https.createServer({ ...certificate, requestCert: true, rejectUnauthorized: false }, answer);
  return await listen(server);
}

/** A proxy that tunnels to one port of this machine whatever host is asked for, and writes down how it was asked. */
export async function startProxy(port: number, asked: string[]): Promise<TestServer> {
  const authorization = ({ headers }: http.IncomingMessage): string =>
    headers["proxy-authorization"] ?? "none";
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${authorization(request)}`);
    response.end("by the proxy");
  });
  proxy.on("connect", (request: http.IncomingMessage, socket: net.Socket) => {
    asked.push(`CONNECT ${request.url} ${authorization(request)}`);
    const onward = net.connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const each of [onward, socket]) each.on("error", () => [onward, socket].map((one) => one.destroy()));
  });
  return await listen(proxy);
}

/** Lets a server listen on this machine; its end ends all connections. */
export async function listen(server: net.Server): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

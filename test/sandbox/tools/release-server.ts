import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeProgram } from "./fake-world";

/** Answers of a download server, by path; what is not listed is not found. */
export type Answers = Readonly<Record<string, http.RequestListener>>;

/** A download server on this machine. */
export interface ReleaseServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

/** Starts a download server. */
export async function serveReleases(answers: Answers): Promise<ReleaseServer> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = answers[path];
    if (answer) return answer(request, response);
    response.writeHead(404).end("no such release");
  });
  // A connection stays open until the client ends it.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

/** An answer with the whole file. */
export const whole =
  (file: Buffer): http.RequestListener =>
  (_request, response) =>
    response.writeHead(200, { "content-length": file.length }).end(file);

/** An answer that promises the whole file and ends the connection in the middle. */
export const cutOff =
  (file: Buffer): http.RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, file.length / 2), () => setTimeout(() => response.destroy(), 20));
  };

/** An answer that begins and never goes on. */
export const stuck =
  (file: Buffer): http.RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 1));
  };

/** The whole file in ten pieces, one each `pauseMs`. */
export const slowly =
  (file: Buffer, pauseMs: number): http.RequestListener =>
  (_request, response) => {
    const size = Math.ceil(file.length / 10);
    let sent = 0;
    const timer = setInterval(() => {
      response.write(file.subarray(sent, (sent += size)));
      if (sent < file.length) return;
      clearInterval(timer);
      response.end();
    }, pauseMs);
  };

/** No answer at all, as where packets are dropped. */
export const silent: http.RequestListener = () => {};

/** An answer that names another place. */
export const elsewhere =
  (location: string): http.RequestListener =>
  (_request, response) =>
    response.writeHead(302, { location }).end();

/** SHA-256 of a file's content, hexadecimal. */
export const sha256 = (file: Buffer): string => createHash("sha256").update(file).digest("hex");

/** A release archive, as makers of tools publish it: one folder with a program `widget` and a licence. */
export function packRelease(script: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "sluice-release-"));
  writeProgram(join(folder, "widget-1.2.3", "widget"), script);
  writeProgram(join(folder, "widget-1.2.3", "LICENSE"), "do as you like\n");
  execFileSync("tar", ["-czf", join(folder, "widget.tar.gz"), "-C", folder, "widget-1.2.3"]);
  return readFileSync(join(folder, "widget.tar.gz"));
}

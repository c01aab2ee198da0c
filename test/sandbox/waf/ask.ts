import { once } from "node:events";
import { request, type RequestOptions } from "node:http";
import { connect } from "node:net";
import type { RunningWaf } from "./running-waf";

/** Request to a firewall. */
export interface Asked extends RequestOptions {
  readonly body?: string;
}

/** Asks for a path of the shop by a connection of its own; the app's answers have a header `x-app`. */
export const ask = async (waf: RunningWaf, path: string, { body, ...options }: Asked = {}) => {
  const asked = request({
    host: "127.0.0.1",
    port: waf.port,
    path,
    agent: false,
    ...options,
    headers: { host: "shop.example.org", ...options.headers },
  });
  asked.end(body);
  const [answer] = (await once(asked, "response")) as [import("node:http").IncomingMessage];
  const chunks: Buffer[] = [];
  answer.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(answer, "end");
  return {
    status: answer.statusCode,
    isApps: answer.headers["x-app"] === "yes",
    headers: answer.headers,
    text: Buffer.concat(chunks).toString("utf8"),
  };
};

export const post = (body: string, headers: Record<string, string> = {}): Asked => ({
  method: "POST",
  body,
  headers: { "content-type": "text/plain", ...headers },
});

/** Answer to a text that need not be HTTP: its first line, and all of it. */
export const raw = async (waf: RunningWaf, text: string) => {
  const socket = connect(waf.port, "127.0.0.1");
  socket.end(text);
  let got = "";
  for await (const chunk of socket) got += String(chunk);
  return { line: got.split("\r\n")[0] ?? "", whole: got };
};

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { allowedHosts, judgeRequest } from "../../components/core/dashboard/judge-request";
import { openFeed } from "./feed";
import type { Feed } from "./feed";
import { openSession, readToken } from "./session";
import type { Session } from "./session";
import { renderShell } from "./shell";
import type { Page } from "./snapshot";
import { sendFeed } from "./stream";
import { dashboardStyle } from "./style";

/** The dashboard, as it is served. */
export interface Dashboard {
  /** With the token in its fragment. */
  readonly url: string;
  close(): Promise<void>;
}

/** Arguments of {@link startDashboard}. */
export interface DashboardOptions {
  /** IP address to listen on. @default 127.0.0.1 */
  readonly listen?: string;
  /** @default 0, a free one */
  readonly port?: number;
  /** The page at a path; undefined where there is none. */
  readonly findPage: (path: string) => Page | undefined;
}

/** Nothing is loaded from elsewhere, and nothing inside a page runs or has a style of its own. */
const headers = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

const kinds = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  text: "text/plain; charset=utf-8",
};

function answer(response: ServerResponse, status: number, kind: keyof typeof kinds, body: string): void {
  response.writeHead(status, { "Content-Type": kinds[kind], "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}

interface Served {
  readonly hosts: readonly string[];
  readonly session: Session;
  readonly script: string;
  readonly findFeed: (path: string) => Feed | undefined;
}

/** Gives the cookie for the token. */
async function enter({ session }: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = await readToken(request);
  const cookie = token === undefined ? undefined : session.exchange(token);
  if (cookie === undefined) return answer(response, 403, "text", "the token must be the printed one\n");
  response.writeHead(204, { "Set-Cookie": cookie });
  response.end();
}

/** Answers a request; the frame of the page tells nothing, everything else needs the cookie. */
async function handle(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const { method, headers: asked } = request;
  const fetchSite = asked["sec-fetch-site"];
  const refusal = judgeRequest(
    {
      method,
      host: asked.host,
      origin: asked.origin,
      fetchSite: typeof fetchSite === "string" ? fetchSite : undefined,
    },
    served.hosts,
  );
  if (refusal !== undefined) return answer(response, refusal.status, "text", `${refusal.text}\n`);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://dashboard");
  if (method === "POST") {
    if (pathname === "/session") return await enter(served, request, response);
    return answer(response, 405, "text", "the method must be GET\n");
  }
  if (pathname === "/page.js") return answer(response, 200, "js", served.script);
  if (pathname === "/page.css") return answer(response, 200, "css", dashboardStyle);
  if (pathname === "/favicon.ico") return answer(response, 204, "text", "");
  if (pathname !== "/events") return answer(response, 200, "html", renderShell());
  if (!served.session.isOpen(request))
    return answer(response, 401, "text", "open the address that the command printed\n");
  const feed = served.findFeed(searchParams.get("page") ?? "/");
  if (feed === undefined) return answer(response, 404, "text", "no such page\n");
  sendFeed(response, feed);
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen({ host, port }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/**
 * Serves the dashboard until it is closed.
 * @throws {Error} of Node where it cannot listen, e.g. EADDRINUSE
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { listen: address = "127.0.0.1", findPage } = options;
  const script = await readFile(path.join(__dirname, "page", "page.js"), "utf8");
  const feeds = new Map<string, Feed>();
  const findFeed = (at: string): Feed | undefined => {
    const page = feeds.has(at) ? undefined : findPage(at);
    if (page !== undefined) feeds.set(at, openFeed(page));
    return feeds.get(at);
  };
  let served: Served | undefined;
  const server = createServer((request, response) => {
    const fail = (): void =>
      void (response.headersSent ? response.destroy() : answer(response, 500, "text", "failed\n"));
    if (served === undefined) return fail();
    handle(served, request, response).catch(fail);
  });
  const port = await listen(server, address, options.port ?? 0);
  const session = openSession(port);
  const hosts = allowedHosts(address, port);
  served = { hosts, session, script, findFeed };
  return {
    url: `http://${address.includes(":") ? `[${address}]` : address}:${port}/#token=${session.token}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

import { once } from "node:events";
import { isIP } from "node:net";
import { isLoopback } from "../../components/core/dashboard/judge-request";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { startDashboard } from "./server";
import type { Page } from "./snapshot";

/** Place to serve at. */
export interface DashboardPlace {
  /** @default 127.0.0.1 */
  readonly listen?: string | undefined;
  /** @default a free one */
  readonly port?: string | undefined;
}

function refuse(rule: string, fix: string): RunEnd {
  return new RunEnd("usage", { text: `Cannot run "dashboard": ${rule}`, fix });
}

/** Reads where to serve; an address that stands for all of a machine has no name that a browser's `Host` must be. */
export function readPlace({ listen = "127.0.0.1", port = "0" }: DashboardPlace) {
  if (isIP(listen) === 0 || /^[0:.]+$/.test(listen))
    throw refuse(
      `--listen must be one IP address of this machine: got ${listen}`,
      "leave it out for this machine alone, 127.0.0.1",
    );
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw refuse(`--port must be a whole number from 0 to 65535: got ${port}`, "leave it out for a free one");
  return { listen, port: Number(port) };
}

/** Serves the pages until Ctrl-C or SIGTERM. */
export async function serveDashboard(
  pages: ReadonlyMap<string, Page>,
  place: DashboardPlace,
  terminal: Terminal,
): Promise<Outcome> {
  const { listen, port } = readPlace(place);
  const stop = new AbortController();
  const ended = once(stop.signal, "abort");
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const options = { listen, port, findPage: (path: string) => pages.get(path) };
  const { url, close } = await startDashboard(options).catch((error: NodeJS.ErrnoException) => {
    throw refuse(
      `it must be able to listen on ${listen}, port ${port}: got ${error.code ?? error.message}`,
      "choose another --port or --listen",
    );
  });
  terminal.say(`${url}\nOpen it in a browser; whoever has this address can read. Ctrl-C ends it.`);
  if (!isLoopback(listen))
    terminal.say(
      `${listen} is not this machine alone, and HTTP is not encrypted: who sees the traffic can read too`,
    );
  terminal.print({ event: "serving", url });
  await ended;
  await close();
  return { exitCode: exitCodes.done, report: { event: "ended" } };
}

import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { probeHeader, trackHeader } from "../../../components/core/routers/gateway/probe-header";
import { tracks } from "../../../components/core/track";

/** Answers of a gateway's canary, and what it was asked. */
export interface GatewayState {
  /** Status of the canary's answers to requests by its probe rule. */
  canaryStatus: number;
  /** Time until an answer, milliseconds. */
  answerMs: number;
  /** Paths that were asked of the canary by its probe rule. */
  readonly asked: string[];
}

/** Starts a proxy that obeys the probe rules. */
export async function startGateway(token: string, state: GatewayState): Promise<Server> {
  const server = createServer((request, response) => {
    const track = tracks.find((one) => request.headers[probeHeader] === `${token}-${one}`);
    if (track === "canary") state.asked.push(request.url ?? "");
    const status = track === "canary" ? state.canaryStatus : 200;
    response.writeHead(status, track === undefined ? {} : { [trackHeader]: track });
    setTimeout(() => response.end("ok"), state.answerMs);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

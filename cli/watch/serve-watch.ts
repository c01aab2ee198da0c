import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { renderWatchMetrics } from "../../components/core/stage/watch-metrics";
import type { WatchedRelease, WatchView } from "../../components/core/stage/watch-metrics";

/** Server of a watch's series. */
export interface WatchServer {
  readonly port: number;
  readonly show: (view: WatchView) => void;
  readonly close: () => void;
}

/**
 * Serves what the last look found as `GET /metrics`.
 * @param port - 0 for any free one
 * @throws {Error} where the port is taken
 */
export async function serveWatch(release: WatchedRelease, port: number): Promise<WatchServer> {
  let last: WatchView | undefined;
  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" })
      .end(renderWatchMetrics(release, last, Date.now() / 1000));
  });
  server.listen(port);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    show: (view) => void (last = view),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

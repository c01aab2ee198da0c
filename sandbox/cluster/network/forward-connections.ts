import net from "node:net";

/** Connections that may wait to be accepted. */
const BACKLOG = 4096;

/** Joins two sockets: bytes and ends of stream go through as they come, a failure of one fails the other. */
function join(from: net.Socket, to: net.Socket): void {
  from.pipe(to);
  from.on("error", () => to.resetAndDestroy());
  from.on("close", () => {
    // A side that is gone will neither send nor take anything: only bytes already on their way may still arrive.
    if (!to.destroyed) to.destroySoon();
  });
}

/**
 * Carries every connection to a listening socket on to a port of 127.0.0.1.
 * @param listen - the socket, by its number or by the address to open
 * @returns the server
 */
export function forwardConnections(
  listen: net.ListenOptions | { readonly fd: number },
  port: number,
): net.Server {
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = net.connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    join(client, target);
    join(target, client);
  });
  server.listen({ ...listen, backlog: BACKLOG });
  return server;
}

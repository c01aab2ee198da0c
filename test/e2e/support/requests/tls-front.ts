import * as net from "node:net";
import * as tls from "node:tls";
import type { Pair } from "../../../support/certificates";

/** A server that ends TLS and passes the requests on to the gateway. */
export interface TlsFront {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Shows another certificate from the next connection on. */
  show(pair: Pair): void;
  close(): Promise<void>;
}

/** Starts one before a plain address. */
export async function startTlsFront(target: string, pair: Pair): Promise<TlsFront> {
  const [host = "", port = ""] = target.split(":");
  const sockets = new Set<net.Socket>();
  const server = tls.createServer({ ...pair }, (socket) => {
    const onward = net.connect(Number(port), host);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
    }
  });
  // A client that refuses the certificate.
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    show: (other) => server.setSecureContext({ ...other }),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

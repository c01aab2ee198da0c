import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** State of a line: `down` keeps everything until it is up again, `limited` answers 429 itself. */
export type LinkState = "up" | "down" | "limited";

/** A line of TCP between this machine and a server, which a drill makes worse. */
export interface Link {
  /** "127.0.0.1:PORT" */
  readonly address: string;
  /** Sets what the line does from now on, also with connections that are open. */
  set(state: LinkState): void;
  close(): void;
}

const limited =
  "HTTP/1.1 429 Too Many Requests\r\nretry-after: 60\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/**
 * Starts a line to a server. What a client sends first takes one round trip more, as its connection would.
 * @param target - "HOST:PORT"
 * @param roundTripMs - added to each round trip
 */
export async function startLink(target: string, roundTripMs = 0): Promise<Link> {
  const [host, port] = [target.slice(0, target.lastIndexOf(":")), Number(target.split(":").at(-1))];
  let state: LinkState = "up";
  let isUp = Promise.withResolvers<void>();
  isUp.resolve();
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  /** Carries everything in its order. */
  const carry = (from: Socket, to: Socket, firstMs: number): void => {
    let last = Promise.resolve();
    let [delay, isFirst] = [firstMs, true];
    const later = (work: () => void): void => {
      const due = performance.now() + delay;
      if (isFirst) [delay, isFirst] = [roundTripMs / 2, false];
      last = last.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        await isUp.promise;
        work();
      });
    };
    from.on("data", (chunk) => later(() => void to.write(chunk)));
    from.on("end", () => later(() => void to.end()));
    from.on("close", () => later(() => void to.destroy()));
  };
  const server = createServer((client) => {
    keep(client);
    if (state === "limited") {
      client.once("data", () => client.end(limited));
      return;
    }
    const onward = connect({ host, port });
    keep(onward);
    carry(client, onward, 1.5 * roundTripMs);
    carry(onward, client, roundTripMs / 2);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      if (next === "down" && state !== "down") isUp = Promise.withResolvers<void>();
      if (next !== "down") isUp.resolve();
      state = next;
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

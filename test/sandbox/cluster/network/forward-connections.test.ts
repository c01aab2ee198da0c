import { once } from "node:events";
import net from "node:net";
import { forwardConnections } from "../../../../sandbox/cluster/network/forward-connections";
import { freePort } from "../../../support/free-port";

const servers: net.Server[] = [];
const sockets: net.Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port;

async function forwardTo(onConnection: (socket: net.Socket) => void): Promise<number> {
  const target = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  servers.push(target.listen(0, "127.0.0.1"));
  await once(target, "listening");
  const forwarder = forwardConnections({ host: "127.0.0.1", port: 0 }, portOf(target));
  servers.push(forwarder);
  await once(forwarder, "listening");
  return portOf(forwarder);
}

function connect(port: number): net.Socket {
  const socket = net.connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  sockets.push(socket);
  return socket;
}

/** Not by iterating over the socket: that would close its other direction too. */
async function readAll(socket: net.Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "end");
  return Buffer.concat(chunks).toString();
}

test("passes the end of the request on and still carries the answer", async () => {
  const port = await forwardTo((socket) => {
    void readAll(socket).then((text) => socket.end(`got ${text}`));
  });
  const client = connect(port);
  client.end("all of it");
  expect(await readAll(client)).toBe("got all of it");
});

test("carries megabytes both ways without losing a byte", async () => {
  const port = await forwardTo((socket) => socket.pipe(socket));
  const sent = "0123456789abcdef".repeat(256 * 1024);
  const client = connect(port);
  client.end(sent);
  expect(await readAll(client)).toBe(sent);
});

test("carries hundreds of connections at once", async () => {
  const port = await forwardTo((socket) => socket.pipe(socket));
  const texts = await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const client = connect(port);
      client.end(`client ${index}`);
      return readAll(client);
    }),
  );
  expect(texts).toEqual(Array.from({ length: 400 }, (_, index) => `client ${index}`));
});

test("resets the client when nothing listens behind it", async () => {
  const forwarder = forwardConnections({ host: "127.0.0.1", port: 0 }, await freePort());
  servers.push(forwarder);
  await once(forwarder, "listening");
  const client = connect(portOf(forwarder));
  client.write("anybody?");
  const [error] = (await once(client, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNRESET");
});

test("resets the client when the target resets", async () => {
  const port = await forwardTo((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const client = connect(port);
  client.write("x");
  const [error] = (await once(client, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNRESET");
});

test("tells the target when the client is gone", async () => {
  const closed = new Promise((resolve) => {
    void forwardTo((socket) => {
      socket.resume();
      socket.once("close", resolve);
    }).then((port) => {
      const client = connect(port);
      client.once("connect", () => client.resetAndDestroy());
    });
  });
  await closed;
});

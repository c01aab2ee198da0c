import { createHash } from "node:crypto";
import net from "node:net";

/** What the machine reaches by a loopback port, in the order of a sandbox's block of ports. */
export const HOST_SERVICES = ["api", "gateway", "registry", "prometheus", "database"] as const;

/** A service the machine reaches by a loopback port. */
export type HostService = (typeof HOST_SERVICES)[number];

/** A sandbox's loopback ports. */
export type HostPorts = Readonly<Record<HostService, number>>;

/** A sandbox's listening sockets and the port of each. */
export interface HostSockets {
  readonly ports: HostPorts;
  /** In the order of {@link HOST_SERVICES}. */
  readonly servers: readonly net.Server[];
}

/** Below the ports a Linux kernel picks for outgoing connections by itself (32768 and up). */
const FIRST_PORT = 21_000;
const BLOCK = 10;
const BLOCKS = 1_000;
const TRIES = 50;

async function listen(port: number): Promise<net.Server | undefined> {
  const server = net.createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ host: "127.0.0.1", port, backlog: 4096 }, () => resolve(server));
  });
}

/** Closes this process' hold on the sockets; whoever inherited them keeps them open. */
export async function closeSockets(servers: readonly (net.Server | undefined)[]): Promise<void> {
  const open = servers.filter((server) => server !== undefined);
  await Promise.all(
    open.map(async (server) => await new Promise((resolve) => server.close(() => resolve(undefined)))),
  );
}

/**
 * Opens a block of loopback ports for the sandbox `name`: the same one every time unless something else listens there,
 * then the next free one.
 * @throws {Error} when 50 blocks in a row are taken
 */
export async function openHostSockets(name: string): Promise<HostSockets> {
  const start = createHash("sha256").update(name).digest().readUInt32BE() % BLOCKS;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const first = FIRST_PORT + ((start + attempt) % BLOCKS) * BLOCK;
    const servers = await Promise.all(HOST_SERVICES.map((_, index) => listen(first + index)));
    const open = servers.filter((server) => server !== undefined);
    if (open.length === HOST_SERVICES.length) {
      const ports = Object.fromEntries(HOST_SERVICES.map((service, index) => [service, first + index]));
      return { ports: ports as Record<HostService, number>, servers: open };
    }
    await closeSockets(servers);
  }
  const range = `${FIRST_PORT} to ${FIRST_PORT + BLOCKS * BLOCK - 1}`;
  throw new Error(
    `Cannot start sandbox "${name}": five loopback ports in a row between ${range} must be free: got ${TRIES} blocks in use`,
  );
}

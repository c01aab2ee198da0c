import net from "node:net";
import { planPorts, portRange } from "../../machine/ports";

/** Services that the machine reaches by a loopback port, in the order of a sandbox's block of ports. */
export const HOST_SERVICES = ["api", "gateway", "registry", "prometheus", "database", "gatewayTls"] as const;

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

/** Closes the sockets in this process; a process that inherited them keeps them open. */
export async function closeSockets(servers: readonly (net.Server | undefined)[]): Promise<void> {
  const open = servers.filter((server) => server !== undefined);
  await Promise.all(
    open.map(async (server) => await new Promise((resolve) => server.close(() => resolve(undefined)))),
  );
}

/**
 * Opens a block of loopback ports for the sandbox `name`: the same one every time unless another process listens there,
 * then the next free one.
 * @throws {Error} when 50 blocks in a row are taken
 */
export async function openHostSockets(name: string): Promise<HostSockets> {
  const blocks = planPorts(name);
  for (const first of blocks) {
    const servers = await Promise.all(HOST_SERVICES.map((_, index) => listen(first + index)));
    const open = servers.filter((server) => server !== undefined);
    if (open.length === HOST_SERVICES.length) {
      const ports = Object.fromEntries(HOST_SERVICES.map((service, index) => [service, first + index]));
      return { ports: ports as Record<HostService, number>, servers: open };
    }
    await closeSockets(servers);
  }
  throw new Error(
    `Cannot start sandbox "${name}": six loopback ports in a row between ${portRange.first} and ${portRange.last} must be free: got ${blocks.length} blocks in use`,
  );
}

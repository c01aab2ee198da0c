import path from "node:path";
import type { Daemon } from "../process/daemon";
import type { Forward } from "../process/init-plan";

/** Number of the first socket a daemon inherits, after its three standard streams. */
const FIRST_SOCKET = 3;

/**
 * Plans the daemon that carries connections from the machine into the sandbox. The listening sockets were opened
 * outside and stay open while the sandbox lives, so a connection made while this daemon restarts only waits.
 */
export function toForwarder(forwards: readonly Forward[]): Daemon {
  const targets = forwards.map(({ port }, index) => `${FIRST_SOCKET + index}:${port}`);
  return {
    name: "forwarder",
    autostart: true,
    command: [process.execPath, path.join(__dirname, "forward.js"), ...targets],
  };
}

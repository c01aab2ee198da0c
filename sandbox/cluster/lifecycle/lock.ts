import net from "node:net";
import { waitFor } from "./wait-for";

const TIMEOUT_SECONDS = 180;

/** Linux frees such a name by itself when its holder dies, so no lock is ever left behind. */
const toSocketName = (name: string): string => `\0sluice/sandbox/${name}`;

async function tryLock(name: string): Promise<net.Server | undefined> {
  const server = net.createServer((socket) => socket.on("error", () => {}).end(String(process.pid)));
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(toSocketName(name), () => resolve(server));
  });
}

async function askHolder(name: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(toSocketName(name));
    socket.once("data", (data) => resolve(data.toString()));
    for (const event of ["error", "close"]) socket.once(event, () => resolve("unknown"));
  });
}

/**
 * Runs `work` while no other process on this machine does the same under the same name.
 * @param timeoutSeconds - longest wait for the other one. @default 180
 * @throws {Error} naming the process that had the lock all that time
 */
export async function withMachineLock<T>(
  name: string,
  work: () => Promise<T>,
  timeoutSeconds = TIMEOUT_SECONDS,
): Promise<T> {
  const options = { what: "the lock must become free", timeoutSeconds };
  const server = await waitFor(() => tryLock(name), options).catch(async (error: unknown) => {
    const holder = await askHolder(name);
    throw new Error(
      `Cannot change sandbox "${name}": the "sandbox up" or "down" of process ${holder} must end within ${timeoutSeconds} s: got it still running`,
      { cause: error },
    );
  });
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

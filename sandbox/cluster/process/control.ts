import { request } from "node:http";
import type { DaemonState } from "./supervisor";

/** Path of the supervisor's socket below the sandbox's run folder. */
export const CONTROL_SOCKET = "control.sock";

async function call<T>(socketPath: string, method: "GET" | "POST", path: string): Promise<T> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ socketPath, method, path, timeout: 10_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
      response.on("error", reject);
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 10 s")));
    sent.on("error", reject);
    sent.end();
  });
  const body = JSON.parse(text) as T & { error?: string };
  if (status !== 200) throw new Error(body.error ?? `status ${status}`);
  return body;
}

/** Lists the daemons of the supervisor behind `socketPath`. */
export const listDaemons = (socketPath: string): Promise<DaemonState[]> =>
  call(socketPath, "GET", "/processes");

/** Starts a daemon, stops it for good, or kills it so that the supervisor starts it again. */
export async function controlDaemon(
  socketPath: string,
  name: string,
  action: "start" | "stop" | "kill",
): Promise<void> {
  await call(socketPath, "POST", `/processes/${name}/${action}`);
}

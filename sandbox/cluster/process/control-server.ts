import { rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { Supervisor } from "./supervisor";

const answer = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

async function act(supervisor: Supervisor, name: string, action: string): Promise<string | undefined> {
  const daemon = supervisor.find(name);
  if (daemon === undefined) return `process must be one of the sandbox's: got "${name}"`;
  if (action === "start") daemon.start();
  else if (action === "stop") await daemon.stop();
  else if (action === "kill") await daemon.kill();
  else return `action must be start, stop or kill: got "${action}"`;
  return undefined;
}

/**
 * Lets the machine's root control the supervisor through a unix socket: `GET /processes` lists daemons, `POST
 * /processes/<name>/<start|stop|kill>` acts on one.
 * @returns a function that closes the socket
 */
export async function serveControl(supervisor: Supervisor, socket: string): Promise<() => void> {
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    const [, collection, name, action] = (request.url ?? "").split("/");
    if (collection !== "processes") answer(response, 404, { error: "path must begin with /processes" });
    else if (name === undefined || action === undefined) answer(response, 200, supervisor.describe());
    else {
      act(supervisor, name, action).then(
        (error) => answer(response, error === undefined ? 200 : 400, error === undefined ? {} : { error }),
        (error: unknown) => answer(response, 500, { error: String(error) }),
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

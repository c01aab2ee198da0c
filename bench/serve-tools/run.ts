import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { tools } from "../../sandbox/tools/versions";
import { realWorld } from "../../sandbox/tools/world";
import { packTools, pinsFile } from "./pack-tools";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Entry of the command: serves the tools that were built here until Ctrl-C, to measure a start that downloads. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sluice-serve-"));
  const server = http.createServer((request, response) => {
    say(`served ${request.url}`);
    const file = createReadStream(join(folder, basename(request.url ?? "")));
    file.once("error", () => response.writeHead(404).end());
    file.once("open", () => file.pipe(response));
  });
  const end = (): void => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, end);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await packTools(
    tools.filter((tool) => tool.onRequest !== true),
    realWorld(say),
    folder,
    url,
  ).catch((error: Error) => {
    say(error.message);
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
  say(`serving at ${url} until Ctrl-C; in a clone with an empty XDG_CACHE_HOME:`);
  process.stdout.write(
    `SLUICE_TOOLS=download SLUICE_DOWNLOAD_PINS=${join(folder, pinsFile)} npm run demo -- --fast\n`,
  );
}

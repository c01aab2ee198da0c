import { mkdtemp, rm, writeFile } from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Attempt } from "../../../../components/core/ledger/ledger";

/** A call of Slack's Web API. */
export interface SlackCall {
  readonly method: string;
  readonly text: string;
  readonly ts?: string;
  readonly thread_ts?: string;
}

/** A server of this machine that answers as Slack's Web API does. */
export interface FakeSlack {
  readonly api: string;
  /** File with the token that it takes. */
  readonly tokenFile: string;
  /** Calls about an attempt, in their order. */
  callsOf(attempt: Pick<Attempt, "number"> | undefined): readonly SlackCall[];
  stop(): Promise<void>;
}

const token = "xoxb-of-the-test";

/** Starts it; every message that is posted gets an id of its own. */
export async function startSlack(): Promise<FakeSlack> {
  const folder = await mkdtemp(path.join(tmpdir(), "sluice-slack-"));
  const tokenFile = path.join(folder, "token");
  await writeFile(tokenFile, `${token}\n`);
  const calls: SlackCall[] = [];
  const server = http.createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const ok = request.headers.authorization === `Bearer ${token}`;
      const body = JSON.parse(text) as Omit<SlackCall, "method"> & { readonly channel: string };
      calls.push({ method: String(request.url).slice(1), ...body });
      const answer = ok
        ? { ok, channel: body.channel, ts: body.ts ?? `1503435956.${calls.length}` }
        : { ok, error: "invalid_auth" };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tokenFile,
    callsOf: (attempt) => calls.filter(({ text }) => text.includes(`attempt ${attempt?.number} `)),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

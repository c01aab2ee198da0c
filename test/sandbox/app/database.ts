import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ensureTools } from "../../../sandbox/tools/resolve";

/** A PostgreSQL of its own, on a unix socket only. */
export interface Database {
  /** Connection string of the example app. */
  readonly url: string;
  /** Runs SQL and returns its rows as text, columns separated by "|". */
  readonly query: (sql: string) => Promise<string[]>;
  /** Runs SQL in a transaction, and leaves it open until the returned function is called. */
  readonly hold: (sql: string) => Promise<() => Promise<void>>;
  /** Empties it. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

// PostgreSQL refuses to run as root: in a user namespace of its own it is another owner, with root's files.
const AS_SOMEBODY = process.getuid?.() === 0 ? ["unshare", "--user", "--map-user=1000"] : [];

/** Starts the sandbox's PostgreSQL in a folder of its own. */
export async function startDatabase(): Promise<Database> {
  const tools = await ensureTools({ names: ["debian"], onProgress: () => undefined });
  const directory = mkdtempSync(path.join(tmpdir(), "pg-"));
  const data = path.join(directory, "data");
  const run = async (command: string, ...args: string[]): Promise<string> => {
    const [file = "", ...rest]: string[] = [...AS_SOMEBODY, tools.path(command), ...args];
    return (await promisify(execFile)(file, rest)).stdout;
  };
  await run(
    "initdb",
    "-D",
    data,
    "-U",
    "scholarlink",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  );
  const [file = "", ...rest]: string[] = [
    ...AS_SOMEBODY,
    tools.path("postgres"),
    "-D",
    data,
    "-k",
    directory,
  ];
  const settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"];
  const server = spawn(file, [...rest, ...settings], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(server, "close");
  await new Promise<void>((resolve, reject) => {
    let log = "";
    server.stderr.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    void ended.then(() => reject(new Error(`PostgreSQL ended: ${log}`)));
  });
  const options = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", directory, "-U", "scholarlink"];
  const query = async (sql: string): Promise<string[]> =>
    (await run("psql", ...options, "postgres", "-c", sql)).split("\n").filter(Boolean);
  const hold = async (sql: string): Promise<() => Promise<void>> => {
    const [client = "", ...before]: string[] = [...AS_SOMEBODY, tools.path("psql"), ...options, "postgres"];
    const session = spawn(client, before, { stdio: ["pipe", "pipe", "inherit"] });
    const sessionEnded = once(session, "close");
    session.stdin.write(`BEGIN; ${sql};\n\\echo held\n`);
    const isHeld = once(session.stdout, "data").then(() => true);
    const isOver = sessionEnded.then(() => false);
    if (!(await Promise.race([isHeld, isOver]))) throw new Error(`PostgreSQL refused: ${sql}`);
    return async () => {
      session.stdin.end("COMMIT;\n");
      await sessionEnded;
    };
  };
  return {
    url: `postgres://scholarlink@/postgres?host=${directory}`,
    query,
    hold,
    reset: async () => {
      await query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    },
    stop: async () => {
      server.kill("SIGQUIT");
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}

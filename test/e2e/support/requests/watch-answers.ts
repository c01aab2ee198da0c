import * as http from "node:http";
import * as https from "node:https";

/** Log of who answers, and when: one client of its own beside the load. */
export interface AnswerWatch {
  /** Answers of a version since a moment, seconds since the epoch. */
  count(version: string, sinceSeconds: number): number;
  /** Moment of the last answer of a version, or of any; 0 where none did. */
  last(version?: string): number;
  /** Requests that got no answer, or one of an error, each in a few words. */
  failures(): readonly string[];
  stop(): void;
}

/**
 * Sends 50 requests a second, every other one on a connection of its own, with these headers.
 * @param ca - authority whose certificates are trusted, PEM. @default - plain HTTP
 */
export function watchAnswers(
  address: string,
  host: string,
  headers: Readonly<Record<string, string>> = {},
  ca?: string,
): AnswerWatch {
  const [hostname = "", port = ""] = address.split(":");
  const { Agent, get } = ca === undefined ? http : https;
  const seen: { readonly version: string; readonly atSeconds: number }[] = [];
  const kept = new Agent({ keepAlive: true });
  const failures: string[] = [];
  let sent = 0;
  const timer = setInterval(() => {
    const agent = sent++ % 2 === 0 ? kept : new Agent({ keepAlive: false });
    const request = get(
      { hostname, port, path: "/", agent, headers: { host, ...headers }, servername: host, ca },
      (response) => {
        const version = String(response.headers["x-scholarlink-version"] ?? "");
        seen.push({ version, atSeconds: Date.now() / 1000 });
        if ((response.statusCode ?? 0) >= 500)
          failures.push(`${new Date().toISOString()} HTTP ${response.statusCode}`);
        response.resume();
      },
    );
    request.on("error", (error) => failures.push(`${new Date().toISOString()} ${error.message}`));
  }, 20);
  const of = (version?: string) => seen.filter((one) => version === undefined || one.version === version);
  return {
    count: (version, sinceSeconds) => of(version).filter(({ atSeconds }) => atSeconds >= sinceSeconds).length,
    failures: () => failures,
    last: (version) => of(version).at(-1)?.atSeconds ?? 0,
    stop: () => {
      clearInterval(timer);
      kept.destroy();
    },
  };
}

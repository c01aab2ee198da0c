import * as fs from "node:fs";
import { algorithmVersion, scoreHeaders } from "../../policies/headers/observatory/score";
import { exitCodes } from "../../components/core/exit-code";
import { printProblem } from "../../components/core/problem";
import { RunEnd } from "../../components/core/run-end";
import type { CommonFlags } from "../define-command";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import { observe } from "./observe";
import type { Observed } from "./observe";
import { renderScore } from "./render-score";

/** Options of `sluice headers` as given. */
export interface HeadersFlags extends CommonFlags {
  readonly ca?: string;
  readonly minScore?: string;
  readonly httpPort?: string;
  readonly timeout?: string;
  readonly preloaded?: boolean;
}

interface Options {
  readonly url: string;
  readonly ca?: string;
  readonly minScore?: number;
  readonly httpPort?: number;
  readonly timeoutMs: number;
}

/** Most points there are. */
const bestScore = 165;

function readOptions(address: string, flags: HeadersFlags): Options {
  const problems: string[] = [];
  const whole = (name: string, text: string | undefined, least: number, most: number): number | undefined => {
    if (text === undefined) return undefined;
    if (/^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    problems.push(`${name} must be a whole number from ${least} to ${most}: got "${text}"`);
    return undefined;
  };
  const url = address.includes("://") ? address : `https://${address}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    problems.push(`URL must be an address such as https://app.example.org: got "${address}"`);
  }
  const minScore = whole("--min-score", flags.minScore, 0, bestScore);
  const httpPort = whole("--http-port", flags.httpPort, 1, 65_535);
  const timeout = whole("--timeout", flags.timeout, 1, 600) ?? 10;
  let ca: string | undefined;
  try {
    ca = flags.ca === undefined ? undefined : fs.readFileSync(flags.ca, "utf8");
  } catch {
    problems.push(`--ca must be a readable PEM file: got "${flags.ca}"`);
  }
  if (problems.length > 0) throw new RunEnd("usage", `Cannot read headers: ${problems.join("; ")}`);
  return {
    url,
    timeoutMs: timeout * 1000,
    ...(ca === undefined ? {} : { ca }),
    ...(minScore === undefined ? {} : { minScore }),
    ...(httpPort === undefined ? {} : { httpPort }),
  };
}

/** Requests a site, scores its answers and compares the score with the limit. */
export async function runHeaders(address: string, flags: HeadersFlags, terminal: Terminal): Promise<Outcome> {
  const { minScore, url, ...rest } = readOptions(address, flags);
  let observed: Observed;
  try {
    observed = await observe(url, { ...rest, preloaded: flags.preloaded ?? false });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const got = message === "" ? (code ?? "no answer") : message;
    const text = `Cannot read headers of "${url}": it must answer: got ${got}`;
    throw new RunEnd("unexpected", { text, fix: "check address and network" }, { cause: error });
  }
  const { page, repeatedNonces, observation } = observed;
  const score = scoreHeaders(observation);
  for (const line of renderScore({ url: page.url, status: page.status, repeatedNonces }, score))
    terminal.say(line);
  const low = minScore !== undefined && score.score < minScore;
  const least = low
    ? {
        sentence: printProblem({
          text: `Cannot accept "${page.url}": score must be at least ${minScore}: got ${score.score} (${score.grade})`,
          fix: "the changes above raise it",
        }),
      }
    : {};
  return {
    exitCode: low ? exitCodes.policy : exitCodes.done,
    ...least,
    report: {
      url: page.url,
      status: page.status,
      algorithm: algorithmVersion,
      ...score,
      minScore: minScore ?? null,
      hops: observation.hops ?? null,
      https: observation.https,
      repeatedNonces,
      headers: page.headers.filter(([name]) => name !== "set-cookie"),
    },
  };
}

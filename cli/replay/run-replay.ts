import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { prefixed } from "../../components/core/problem";
import type { Doubt } from "../../components/core/evidence/samples/entry";
import { crop } from "../../replay/recording/crop";
import { explainReplay } from "../../replay/explain-replay";
import { renderPage } from "../../replay/page/render-page";
import { rangeOf, replay } from "../../replay/replay";
import type { Replay } from "../../replay/replay";
import type { Recording } from "../../replay/recording/recording";
import { exitCodes } from "../../components/core/exit-code";
import { RunEnd } from "../../components/core/run-end";
import type { Outcome } from "../run-command";
import type { Terminal } from "../terminal";
import type { ReplayFlags } from "./flags";
import { readOptions } from "./read-options";
import type { ReplayOptions } from "./read-options";
import type { RecordedRange } from "./read-range";
import { readRecording } from "./read-recording";

/** Judges a recording, prints a line of JSON per mode and writes the page that was asked for. */
export async function runReplay(subject: string, flags: ReplayFlags, terminal: Terminal): Promise<Outcome> {
  const options = readOptions(subject, flags, Date.now() / 1000);
  const isFile = subject === "-" || existsSync(subject);
  const result = isFile
    ? judge(subject, await readFileRange(subject, options), options)
    : await replayEnvironment(subject, flags, options, terminal);
  for (const { checks: _, ...mode } of result.modes) {
    const same = result.sameVersion?.find((one) => one.mode === mode.mode);
    terminal.print({
      ...mode,
      fromSeconds: result.fromSeconds,
      sameVersion:
        same === undefined ? null : { verdict: same.verdict, atSeconds: same.atSeconds, lnE: same.lnE },
    });
  }
  if (flags.html !== undefined) {
    await writeFile(flags.html, renderPage(subject, result)).catch((error: Error) => {
      throw new RunEnd(
        "usage",
        `Cannot write "${flags.html}": --html must be a file that can be written: ${error.message}`,
      );
    });
  }
  const page = flags.html === undefined ? "" : `\nPage: ${flags.html}`;
  return { exitCode: exitCodes.done, sentence: `${explainReplay(result)}${page}` };
}

async function readFileRange(file: string, options: ReplayOptions): Promise<RecordedRange> {
  const { fromSeconds = -Infinity, untilSeconds = Infinity } = options;
  const recording = await readRecording(file, options.recording, fromSeconds, untilSeconds);
  return { recording, untilSeconds, parameters: {} };
}

async function replayEnvironment(
  environment: string,
  flags: ReplayFlags,
  options: ReplayOptions,
  terminal: Terminal,
): Promise<Replay> {
  const { fromSeconds, untilSeconds = Date.now() / 1000 } = options;
  if (fromSeconds === undefined) {
    throw new RunEnd(
      "usage",
      `Cannot replay "${environment}": it must be a file, or an environment with --from: got neither a file of that name nor --from`,
    );
  }
  // Loaded when needed: judging a file needs no client of a cluster.
  const { openEnvironment } = require("../environment") as typeof import("../environment");
  const { readRange } = require("./read-range") as typeof import("./read-range");
  const context = await openEnvironment({ cwd: flags.cwd, environment, by: "sluice replay", terminal });
  try {
    const range = await readRange(context, fromSeconds, untilSeconds);
    const series = crop(range.recording.series, fromSeconds, range.untilSeconds);
    return judge(environment, { ...range, recording: { ...range.recording, series } }, options);
  } finally {
    context.close();
  }
}

function judge(subject: string, range: RecordedRange, { settings, stages }: ReplayOptions): Replay {
  const { recording } = range;
  const { doubts = [] } = recording;
  if (doubts.length > 0) throw refuseDoubts(subject, doubts);
  const start = rangeOf(recording.series)?.fromSeconds;
  if (start === undefined) throw refuseEmpty(subject, recording);
  const given = stages?.map(({ weight, afterSeconds }) => ({ weight, atSeconds: start + afterSeconds }));
  const [first, ...rest] = given ?? range.timeline ?? [];
  // The unacceptable ratio follows from the objective: another objective has another one.
  const { pBad: _, ...others } = range.parameters;
  const known = settings.parameters.objectiveErrorRatio === undefined ? range.parameters : others;
  try {
    return replay(recording, {
      expected: range.expected ?? {},
      ...settings,
      parameters: { ...known, ...settings.parameters },
      ...(first !== undefined && { timeline: [first, ...rest] as const }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RunEnd("usage", `Cannot replay "${subject}": ${error.message}`, { cause: error });
  }
}

function refuseDoubts(subject: string, doubts: readonly Doubt[]): RunEnd {
  return new RunEnd(
    "usage",
    doubts.map((one) => prefixed(`Cannot replay "${subject}": `, one)),
  );
}

function refuseEmpty(subject: string, { notes }: Recording): RunEnd {
  const why = notes.length === 0 ? "" : `; ${notes.join("; ")}`;
  return new RunEnd(
    "usage",
    `Cannot replay "${subject}": it must have at least two samples of requests of each track, by default http_requests_total{track="stable"|"canary"}: got fewer${why}`,
  );
}

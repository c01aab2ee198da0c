import { parseDuration } from "../../components/core/duration";
import type { ReplaySettings } from "../../replay/replay";
import { RunEnd } from "../../components/core/run-end";
import type { RecordingTerms } from "../../replay/recording/recording";
import type { ReplayFlags } from "./flags";
import { readExpected } from "./read-expected";
import { readRecordingTerms } from "./read-recording-terms";
import { readMoment } from "../../replay/recording/read-moment";
import { readStages } from "../../replay/recording/read-stages";
import type { StageOption } from "../../replay/recording/read-stages";

/** A command line understood. */
export interface ReplayOptions {
  /** Seconds since the epoch. */
  readonly fromSeconds?: number;
  readonly untilSeconds?: number;
  readonly stages?: readonly [StageOption, ...StageOption[]];
  readonly settings: Omit<ReplaySettings, "timeline">;
  /** Options for reading a file. */
  readonly recording: RecordingTerms;
}

/** A share such as "0.99" or "99%". */
function readShare(text: string): number | undefined {
  const parts = /^(\d{1,3}(?:\.\d+)?)(%?)$/.exec(text.trim());
  if (parts === null) return undefined;
  const share = Number(parts[1]) / (parts[2] === "%" ? 100 : 1);
  return share <= 1 ? share : undefined;
}

function readWhole(text: string): number | undefined {
  return /^-?\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;
}

/**
 * Reads the options of `sluice replay`.
 * @throws {RunEnd} with exit code 2 and every problem
 */
export function readOptions(subject: string, flags: ReplayFlags, nowSeconds: number): ReplayOptions {
  const issues: string[] = [];
  const take = <T>(name: string, text: string, read: (text: string) => T | undefined, rule: string): T => {
    const value = read(text);
    if (value === undefined) issues.push(`${name} must be ${rule}: got "${text}"`);
    return value as T;
  };
  const duration = (name: string, text: string) =>
    take(name, text, parseDuration, "a duration such as 90s or 10m");
  const share = (name: string, text: string) => take(name, text, readShare, "a share such as 0.99 or 99%");
  const moment = (name: string, text: string) =>
    take(
      name,
      text,
      (one) => readMoment(one, nowSeconds),
      "a time such as 2026-11-21T10:00:00Z, seconds since 1970, or 30m for half an hour ago",
    );
  const limit = (name: string, text: string, least: number) =>
    take(
      name,
      text,
      (one) => (Number(readWhole(one)) >= least ? readWhole(one) : undefined),
      `a whole number from ${least} on`,
    );
  const { from, to, stages, tick, objective, conditions } = flags;
  const recording = readRecordingTerms(flags, issues);
  const expected = readExpected(flags.expect, issues);
  const intervalSeconds = duration("--interval", flags.interval);
  const successRate = share("--success-rate", flags.successRate);
  const options = {
    recording,
    ...(from !== undefined && { fromSeconds: moment("--from", from) }),
    ...(to !== undefined && { untilSeconds: moment("--to", to) }),
    ...(stages !== undefined && {
      stages: take(
        "--stages",
        stages,
        readStages,
        "weights from 1 to 100 with the time after which each began, such as 1@0s,5@5m,20@15m",
      ),
    }),
    settings: {
      ...(flags.expect.length > 0 && { expected }),
      parameters: {
        ...(tick !== undefined && { tickSeconds: duration("--tick", tick) }),
        ...(objective !== undefined && { objectiveErrorRatio: share("--objective", objective) }),
        ...(!flags.latency && { latencyBoundsSeconds: [] }),
      },
      minimumHoldSeconds: duration("--hold", flags.hold),
      argo: {
        intervalSeconds,
        successRate,
        failureLimit: limit("--failure-limit", flags.failureLimit, -1),
        conditions: take(
          "--conditions",
          conditions,
          (one) => (["success", "failure", "both"] as const).find((known) => known === one),
          "success, failure or both",
        ),
      },
      flagger: { intervalSeconds, successRate, threshold: limit("--threshold", flags.threshold, 1) },
    },
  };
  if ((options.fromSeconds ?? -Infinity) >= (options.untilSeconds ?? Infinity)) {
    issues.push(`--to must be later than --from: got "${to}"`);
  }
  if (issues.length > 0) {
    throw new RunEnd("usage", `Cannot replay "${subject}": ${issues.join("; ")}`);
  }
  return options;
}

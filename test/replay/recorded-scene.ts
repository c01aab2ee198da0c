import { parseOpenMetrics } from "../../replay/recording/parse-openmetrics";
import { recordedReader } from "../../replay/recording/recorded-reader";
import { toRecording } from "../../replay/recording/recording";
import type { RecordingTerms } from "../../replay/recording/recording";
import { replay } from "../../replay/replay";
import { settings, startSeconds } from "./support";

type Labels = Readonly<Record<string, string>>;

/** A counter of a recording. */
export interface Counter {
  readonly name?: string;
  readonly labels: Labels;
  readonly perSecond: number;
  /** Scrapes that it is seen in. @default all */
  readonly during?: (nth: number) => boolean;
  /** Value in place of the counter's own. */
  readonly read?: (value: number, nth: number) => string | number;
}

/** One way of counting, with the errors of the canary among its requests. */
export interface Scene {
  readonly counters: readonly Counter[];
  /** @default 5 */
  readonly everySeconds?: number;
  readonly tickSeconds?: number;
  readonly terms?: RecordingTerms;
  /** Lines of other metrics, or a change of the whole text. */
  readonly rewrite?: (text: string) => string;
}

/** Length of a recording, seconds. */
export const seconds = 480;

const show = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name.includes(".") ? JSON.stringify(name) : name}="${value}"`)
    .join(",");

function write({ counters, everySeconds = 5, rewrite = (text) => text }: Scene): string {
  const lines = counters.flatMap(({ name = "http_requests_total", labels, perSecond, during, read }) =>
    Array.from({ length: seconds / everySeconds + 1 }, (_, nth) => {
      if (during?.(nth) === false) return [];
      const value = 1000 + Math.floor(perSecond * everySeconds * nth);
      return `${name}{${show(labels)}} ${read?.(value, nth) ?? value} ${startSeconds + everySeconds * nth}`;
    }).flat(),
  );
  return rewrite(`${lines.join("\n")}\n# EOF\n`);
}

/** Answer of `sluice replay`: the refusals, or the verdict of the gate. */
export function judge(scene: Scene) {
  const { meaningOf } = scene.terms?.reader ?? recordedReader;
  const { series, problems } = parseOpenMetrics(
    write(scene),
    (name) => meaningOf({ __name__: name }) !== undefined,
  );
  const recording = toRecording(series, scene.terms);
  const refused = [...problems, ...(recording.doubts ?? []).map(({ text }) => text)];
  if (refused.length > 0) return { verdict: "refused", sentence: refused.join("\n"), requests: 0 };
  const { tickSeconds } = scene;
  const parameters = tickSeconds === undefined ? {} : { tickSeconds };
  const timeline = [{ atSeconds: startSeconds, weight: 20 }] as const;
  const [sluice] = replay(recording, { ...settings, timeline, parameters }).modes;
  const { verdict = "", sentence = "", canaryRequests = 0 } = sluice ?? {};
  return { verdict, sentence: [sentence, ...recording.notes].join("\n"), requests: canaryRequests };
}

/** Counter of the answers of a track with a status. */
export const of = (track: string, code: string, perSecond: number, more: Labels = {}): Counter => ({
  labels: { track, pod: `${track}-a`, code, ...more },
  perSecond,
});
/** Both tracks with 50 requests a second; so much of the canary's share fails. */
export const both = (failing: number, more: Labels = {}): readonly Counter[] => [
  of("stable", "200", 39.96, more),
  of("stable", "500", 0.04, more),
  of("canary", "200", 10 * (1 - failing), more),
  of("canary", "500", 10 * failing, more),
];
/** The same with an answer of 200 each, of which those of the failed say so by more labels. */
export const failedBy = (more: Labels): readonly Counter[] =>
  both(0.5).map((one) => ({
    ...one,
    labels: { ...one.labels, ...(one.labels["code"] === "500" ? { ...more, code: "200" } : {}) },
  }));
/** Durations of a track, a share of them above 0.1 s. */
export const timed = (track: string, perSecond: number, slow: number): readonly Counter[] => {
  const name = "http_request_duration_milliseconds";
  const labels = { track, pod: `${track}-a` };
  return [
    { name: `${name}_bucket`, labels: { ...labels, le: "100" }, perSecond: perSecond * (1 - slow) },
    { name: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, perSecond },
    { name: `${name}_count`, labels, perSecond },
  ];
};
/** The same with the status under another name, or in another form. */
export const told = (label: string, failed: string, failing = 0.5): readonly Counter[] =>
  both(failing).map(({ labels: { code, ...labels }, ...rest }) => ({
    ...rest,
    labels: { ...labels, [label]: code === "500" ? failed : failed.replace("5", "2") },
  }));

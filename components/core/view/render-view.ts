import { formatDuration } from "../duration";
import type { Quantiles } from "../evidence/samples/quantiles";
import type { StagePhase } from "../ledger/ledger";
import { describeWatcher } from "../ledger/watcher";
import { describeExposure } from "../stage/exposure";
import { listTrials } from "../trial/explain-trials";
import type { Counts } from "../verdict/index";
import { percent } from "../verdict/explain/percent";
import { describeShare } from "./view";
import type { Proof, ReleaseView } from "./view";

/** Colour of a piece of text, by its meaning. */
export type Tone = "bold" | "soft" | "good" | "bad" | "wait";

/** Piece of a line. */
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}

/** One line on a terminal. */
export type ViewLine = readonly Span[];

const marks: Readonly<Record<StagePhase, readonly [mark: string, tone: Tone]>> = {
  pending: ["·", "soft"],
  shifting: ["▶", "wait"],
  soaking: ["▶", "wait"],
  held: ["‖", "wait"],
  passed: ["✔", "good"],
  failed: ["✘", "bad"],
};

const tones: Readonly<Record<string, Tone>> = { aborted: "bad", promoted: "good", held: "wait" };

/** A line cut to a width: what does not fit ends in "…". */
function cut(line: ViewLine, columns: number): ViewLine {
  let left = columns;
  const shown: Span[] = [];
  for (const span of line) {
    const { length } = span.text;
    if (length <= left) shown.push(span);
    else if (left > 0) shown.push({ ...span, text: `${span.text.slice(0, left - 1)}…` });
    left = Math.max(0, left - length);
  }
  return shown;
}

const row = (name: string, ...spans: ViewLine): ViewLine => [
  { text: `  ${name.padEnd(11)}`, tone: "soft" },
  ...spans,
];

const nameWidth = 13;
const mostLines = 3;

/** Row whose words are what a reader needs: it goes on in further lines, three at most, before it is cut. */
function wrapped(name: string, text: string, tone: Tone, columns: number): readonly ViewLine[] {
  const width = Math.max(20, columns - nameWidth);
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const shown = lines.slice(0, mostLines);
  if (lines.length > mostLines) shown[mostLines - 1] = lines.slice(mostLines - 1).join(" ");
  return shown.map((line, nth) => row(nth === 0 ? name : "", { text: line, tone }));
}

function renderStages({ status }: ReleaseView): ViewLine {
  const spans = status.stages.map((stage): Span => {
    const [mark, tone] = marks[stage.phase];
    return { text: `${describeExposure(stage)} ${mark}`, tone };
  });
  return [{ text: "  " }, ...spans.flatMap((span, index) => (index === 0 ? [span] : [{ text: "  " }, span]))];
}

function counted({ requests, errors }: Counts): string {
  return requests === 0 ? "no requests" : `${errors} of ${requests} (${percent(errors / requests)})`;
}

const barWidth = 20;

function renderBar(share: number, tone: Tone, meaning: string): ViewLine {
  const full = Math.round((share / 100) * barWidth);
  return [
    { text: "█".repeat(full), tone },
    { text: "░".repeat(barWidth - full), tone: "soft" },
    { text: ` ${String(share).padStart(3)} % ${meaning}` },
  ];
}

function renderProof({ harm, safety, canary, stable, ...time }: Proof): readonly ViewLine[] {
  const { heldSeconds, minimumHoldSeconds, leftSeconds } = time;
  const left = leftSeconds === null ? "how long is not known" : `about ${formatDuration(leftSeconds)} left`;
  const held = formatDuration(heldSeconds);
  return [
    row("failed", { text: `canary ${counted(canary)}, stable ${counted(stable)}` }),
    row("harm", ...renderBar(harm, harm >= 50 ? "bad" : "good", "of the proof that takes it back")),
    ...(safety === undefined
      ? []
      : [row("safety", ...renderBar(safety, "good", "of the proof that it is safe"))]),
    row("time", { text: `held ${held} of ${formatDuration(minimumHoldSeconds)}, ${left}` }),
  ];
}

const milliseconds = (seconds: number | null): string =>
  seconds === null ? "?" : String(Math.round(seconds * 1000));

const durations = ({ p50, p95, p99 }: Quantiles): string => [p50, p95, p99].map(milliseconds).join("/");

function renderLatency({ latency = {} }: ReleaseView): readonly ViewLine[] {
  const { canary, stable } = latency;
  const parts = [
    ...(canary === undefined ? [] : [`canary ${durations(canary)}`]),
    ...(stable === undefined ? [] : [`stable ${durations(stable)}`]),
  ];
  if (parts.length === 0) return [];
  return [row("not judged", { text: `p50/p95/p99 ${parts.join(", ")} ms`, tone: "soft" })];
}

/** Reasons why it does not go on, which a reader looks for first. */
function renderNotes({ status }: ReleaseView, columns: number): readonly ViewLine[] {
  const { phase, endReason, paused, note, problems } = status;
  return [
    ...(paused === null
      ? []
      : wrapped("paused", `by ${paused.who}: ${paused.reason}; nothing rises`, "wait", columns)),
    ...(phase === "aborted" && endReason !== null ? wrapped("why", endReason, "bad", columns) : []),
    ...(note === null ? [] : wrapped("note", note, "wait", columns)),
    ...problems.flatMap(({ text }) => wrapped("problem", text, "bad", columns)),
  ];
}

function renderWatch({ status }: ReleaseView, columns: number, nowSeconds: number): readonly ViewLine[] {
  const { lock, watcher, unwatchedSince, trials } = status;
  const since = (text: string): string => formatDuration(Math.max(0, nowSeconds - Date.parse(text) / 1000));
  return [
    ...(lock === null ? [] : [row("watched by", { text: `${lock.stack} (${lock.who})` })]),
    ...(watcher === null ? [] : [row("watched by", { text: describeWatcher(watcher.who) })]),
    ...(unwatchedSince === null
      ? []
      : [row("watched by", { text: `nobody for ${since(unwatchedSince)}`, tone: "bad" })]),
    ...listTrials(trials.filter(({ result }) => result !== "quiet")).flatMap((text) =>
      wrapped("on trial", text, "soft", columns),
    ),
  ];
}

/**
 * Lines of a release for a terminal, each at most as wide as it.
 * @param columns - width of the terminal
 */
export function renderView(view: ReleaseView, columns: number, nowSeconds: number): readonly ViewLine[] {
  const { status, proof } = view;
  const { environment, app, phase, attempt, stages, next } = status;
  const title = phase ?? "no release was ever made";
  const pause: ViewLine = status.paused === null ? [] : [{ text: ", paused", tone: "wait" }];
  const number = attempt === null ? "" : `, attempt ${attempt}`;
  const lines: readonly ViewLine[] = [
    [
      { text: `${app} in ${environment}${number}: `, tone: "bold" },
      { text: title, tone: tones[title] ?? "bold" },
      ...pause,
    ],
    ...(stages.length === 0 ? [] : [renderStages(view)]),
    ...renderNotes(view, columns),
    row("exposure", { text: describeShare(status) }),
    ...(proof === undefined ? [] : renderProof(proof)),
    ...renderLatency(view),
    ...renderWatch(view, columns, nowSeconds),
    ...next.slice(0, 4).map((step, index) => row(index === 0 ? "next" : "or", { text: step })),
  ];
  return lines.map((line) => cut(line, columns));
}

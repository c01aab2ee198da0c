import { formatDuration } from "../../components/core/duration";
import type { Quantiles } from "../../components/core/evidence/samples/quantiles";
import { describeExposure } from "../../components/core/stage/exposure";
import { describeCounts } from "../../components/core/report/count-harm";
import { listTrials } from "../../components/core/trial/explain-trials";
import { describeShare } from "../../components/core/view/view";
import type { Proof, ReleaseView } from "../../components/core/view/view";
import { escapeText } from "../../replay/page/escape-text";
import type { DashboardState } from "./state";

type Fact = readonly [name: string, html: string];

const renderMeter = (share: number, meaning: string): string =>
  `<meter min="0" max="100" value="${share}" aria-label="${meaning}"></meter> ${share} % ${meaning}`;

function listProof({ harm, safety, canary, stable, ...time }: Proof): readonly Fact[] {
  const { heldSeconds, minimumHoldSeconds, leftSeconds } = time;
  const left = leftSeconds === null ? "how long is not known" : `about ${formatDuration(leftSeconds)} left`;
  return [
    ["Failed requests", `canary ${describeCounts(canary)}, stable ${describeCounts(stable)}`],
    ["Harm", renderMeter(harm, "of the proof that takes it back")],
    ...(safety === undefined
      ? []
      : [["Safety", renderMeter(safety, "of the proof that it is safe")] as const]),
    ["Time", `held ${formatDuration(heldSeconds)} of ${formatDuration(minimumHoldSeconds)}, ${left}`],
  ];
}

const milliseconds = (seconds: number | null): string =>
  seconds === null ? "?" : String(Math.round(seconds * 1000));

const describeQuantiles = ({ p50, p95, p99 }: Quantiles): string =>
  [p50, p95, p99].map(milliseconds).join(" / ");

function listLatency({ latency = {} }: ReleaseView): readonly Fact[] {
  const parts = (["canary", "stable"] as const).flatMap((track) => {
    const quantiles = latency[track];
    return quantiles === undefined ? [] : [`${track} ${describeQuantiles(quantiles)} ms`];
  });
  return parts.length === 0 ? [] : [["Not judged: p50 / p95 / p99", parts.join(", ")]];
}

function listWatch({ status }: ReleaseView, nowSeconds: number): readonly Fact[] {
  const { lock, watcher, unwatchedSince } = status;
  const since = (text: string): string => formatDuration(Math.max(0, nowSeconds - Date.parse(text) / 1000));
  const names = [
    ...(lock === null ? [] : [escapeText(`${lock.stack} (${lock.who})`)]),
    ...(watcher === null ? [] : [escapeText(`sluice watch (${watcher.who})`)]),
    ...(unwatchedSince === null
      ? []
      : [`<strong class="refuse">nobody for ${since(unwatchedSince)}</strong>`]),
  ];
  return names.map((html): Fact => ["Watched by", html]);
}

function renderStageBar({ status }: ReleaseView): string {
  const items = status.stages.map(
    (stage) => `<li class="${stage.phase}"><b>${escapeText(describeExposure(stage))}</b>${stage.phase}</li>`,
  );
  return items.length === 0 ? "" : `<ol class="bar-of-stages" aria-label="Stages">${items.join("")}</ol>`;
}

function renderNotes({ status }: ReleaseView): string {
  const { paused, note, problems, endReason } = status;
  const wait = [
    ...(paused === null ? [] : [`Paused by ${paused.who}: ${paused.reason}; nothing rises`]),
    ...(note === null ? [] : [note]),
  ].map((text) => `<p class="wait">${escapeText(text)}</p>`);
  const ended = endReason === null ? [] : [`<p>Ended: ${escapeText(endReason)}</p>`];
  const wrong = problems.map(({ text, fix }) => {
    const way = fix === undefined ? "" : `<br>Way out: ${escapeText(fix)}`;
    return `<p class="problem">Problem: ${escapeText(text)}${way}</p>`;
  });
  return [...wait, ...ended, ...wrong].join("");
}

/** Metrics and checks on trial: what they would have done. */
function renderTrials({ status }: ReleaseView): string {
  const items = listTrials(status.trials).map((text) => `<li>${escapeText(text)}</li>`);
  return items.length === 0
    ? ""
    : `<h2>On trial: decides nothing</h2><ul class="trials" aria-label="On trial">${items.join("")}</ul>`;
}

/** Commands that fit the moment, to copy: the page itself writes nothing. */
function listCommands({ view, gate }: DashboardState): readonly string[] {
  const { next, byHand, environment, phase, paused } = view.status;
  const approve = gate?.gate.report?.checks.find(
    ({ id, result }) => id === "approval" && result === "refuse",
  );
  const isRising = paused === null && (phase === "progressing" || phase === "held");
  return [
    ...(approve?.fix === undefined || paused !== null ? [] : [approve.fix]),
    ...next,
    ...(isRising ? [`sluice pause ${environment} --reason TEXT`] : []),
    ...(byHand === null ? [] : [byHand]),
  ];
}

function renderCommands(commands: readonly string[]): string {
  const items = commands.map((command) => {
    const text = escapeText(command);
    // Some steps are a person's, such as a commit.
    if (!/^(?:sluice|pulumi|kubectl) /.test(command)) return `<li>${text}</li>`;
    return `<li><code>${text}</code><button type="button" data-copy data-key="copy ${text}" aria-label="Copy ${text}">Copy</button></li>`;
  });
  return `<ul class="commands" aria-label="Commands to copy">${items.join("")}</ul>`;
}

/** Phase in words, and whether a person stopped its clock. */
const describePhase = ({ status: { phase, paused } }: ReleaseView): string =>
  `${phase ?? "never released"}${paused === null ? "" : ", paused"}`;

/** The release at this moment: phase, stages, exposure, evidence, who watches, what to do. */
export function renderNow(state: DashboardState): string {
  const { view, nowSeconds } = state;
  const { environment, app, phase, attempt } = view.status;
  const word = describePhase(view);
  const number = attempt === null ? "" : `, attempt ${attempt}`;
  const facts: readonly Fact[] = [
    ["Exposure", describeShare(view.status)],
    ...(view.proof === undefined ? [] : listProof(view.proof)),
    ...listLatency(view),
    ...listWatch(view, nowSeconds),
  ];
  const rows = facts.map(([name, html]) => `<dt>${name}</dt><dd>${html}</dd>`).join("");
  return `<p class="outcome ${phase ?? ""}">${word}</p>
<h1>${escapeText(`${app} in ${environment}${number}`)}</h1>
${renderStageBar(view)}${renderNotes(view)}
<div class="facts"><dl>${rows}</dl></div>
${renderTrials(view)}${renderCommands(listCommands(state))}`;
}

/** Sentence for who does not see the page; it changes when something happened, not with each look. */
export function tellNow({ view }: DashboardState): string {
  const { app, environment, stages, problems } = view.status;
  const parts = stages
    .filter((stage) => stage.phase !== "pending")
    .map((stage) => `${describeExposure(stage)} ${stage.phase}`);
  const more = problems.length === 0 ? [] : [`${problems.length} problems`];
  const words = [describePhase(view), ...parts, ...more];
  return `${app} in ${environment}: ${words.join(", ")}`;
}

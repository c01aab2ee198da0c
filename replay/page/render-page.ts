import { formatDuration } from "../../components/core/duration";
import { escapeText } from "./escape-text";
import { explainDispersion, explainSameVersion, modeNames } from "../explain-replay";
import type { Mode, ModeResult } from "../mode-result";
import { pageStyle } from "./page-style";
import { planPlots } from "./plan-plots";
import { renderPlot } from "./render-plot";
import { renderNumbers } from "./render-numbers";
import type { Replay } from "../replay";

const badges = {
  fail: "aborts",
  pass: "lets it pass",
  inconclusive: "undecided",
  "stable-harmed": "harms stable",
};

/** The settings that a rule ran with, in its own words. */
function describeRule(mode: Mode, { settings, parameters }: Replay): string {
  const { argo, flagger } = settings;
  const rate = (share: number): string => `success ≥ ${Number((share * 100).toPrecision(4))} %`;
  return {
    sluice: `chance of a false abort ≤ ${Number((parameters.alpha * 100).toPrecision(2))} %, ticks of ${parameters.tickSeconds} s`,
    argo: `${rate(argo.successRate)} every ${formatDuration(argo.intervalSeconds)}, failureLimit ${argo.failureLimit}`,
    flagger: `${rate(flagger.successRate)} every ${formatDuration(flagger.intervalSeconds)}, threshold ${flagger.threshold}`,
  }[mode];
}

function renderMode(result: ModeResult, replay: Replay): string {
  const { mode, verdict, atSeconds, canaryErrors, canaryRequests, sentence, flags } = result;
  const most = Math.max(1, ...replay.modes.map((one) => one.canaryErrors));
  const when =
    verdict === "fail" || verdict === "stable-harmed"
      ? "until traffic is taken back"
      : verdict === "pass"
        ? "until it passes"
        : "watched";
  return `<article class="mode ${mode}"><h2>${modeNames[mode]} <span class="badge ${verdict}">${badges[verdict]}</span></h2>
<p class="soft">${escapeText(describeRule(mode, replay))}</p>
<p class="big">${formatDuration(atSeconds)} <small>${when}</small></p>
<p class="big">${canaryErrors} <small>failed of ${canaryRequests} canary requests by then</small></p>
<div class="bar"><i style="width:${((100 * canaryErrors) / most).toFixed(1)}%"></i></div>
<p class="soft">${escapeText(sentence)}</p>
<ul class="flags">${flags.map((flag) => `<li>${escapeText(flag)}</li>`).join("")}</ul></article>`;
}

/** First line for a reader: the decisions of the rules. */
function renderHeadline({ modes }: Replay): string {
  const sluice = modes[0] as ModeResult;
  const after = formatDuration(sluice.atSeconds);
  const failed = `${sluice.canaryErrors} failed request${sluice.canaryErrors === 1 ? "" : "s"}`;
  return {
    fail: `Sluice would have stopped this release after ${after}, at the price of ${failed}`,
    pass: `Nothing in this recording stops the release: Sluice lets it pass at ${after}`,
    "stable-harmed": `Sluice would have put the traffic back after ${after}: stable itself became worse`,
    inconclusive: `Sluice would still hold the stage after ${after}: nothing proves it worse, nothing allows it more traffic`,
  }[sluice.verdict];
}

function renderFacts(replay: Replay): string {
  const { timeline, timelineIsKnown, fromSeconds, parameters, notes } = replay;
  const weights = timeline.map(
    ({ weight, atSeconds }) => `${weight} % from ${formatDuration(Math.max(atSeconds - fromSeconds, 0))}`,
  );
  const bounds = parameters.latencyBoundsSeconds;
  const facts = [
    ["Weights", `${weights.join(", ")} (${timelineIsKnown ? "as given" : "as the counts show"})`],
    ["Same version", explainSameVersion(replay)],
    ["Dispersion", explainDispersion(replay)],
    ["Latency", bounds.length === 0 ? "not judged" : `judged at ${bounds.join(", ")} s`],
    ...notes.map((note) => ["Note", note] as const),
  ] as const;
  return facts.map(([name, text]) => `<dt>${name}</dt><dd>${escapeText(text)}</dd>`).join("");
}

const reading = `<section><h2>How to read this</h2>
<p>The <b>canary</b> is the new version, <b>stable</b> the old one; both served real requests at the same time. <b>ln E</b> says how much the canary's failed requests speak for "it is worse than stable": 0 is nothing, each 2.3 more is ten times as much. For a release that is not worse the line ever reaches the limit with the chance given above at most, however often one looks.</p>
<p>Argo Rollouts and Flagger ask at fixed times whether the canary's success rate of the last minute is above a threshold and count how often it is not. A marked line beside a rule is a corner where it takes missing data for a decision. Failed requests are those the canary had served until each rule decided, with the traffic as it was recorded.</p></section>`;

/**
 * Page for people, everything in one file: the course of the release, the evidence with its limit, errors of each
 * version, when each rule decided and at which cost.
 */
export function renderPage(subject: string, replay: Replay): string {
  const { fromSeconds, untilSeconds, modes } = replay;
  const date = new Date(fromSeconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replay of ${escapeText(subject)}</title><style>${pageStyle}</style></head><body><main>
<h1>${renderHeadline(replay)}</h1>
<p class="soft">Replay of ${escapeText(subject)}: ${formatDuration(untilSeconds - fromSeconds)} from ${date} UTC</p>
<div class="modes">${modes.map((mode) => renderMode(mode, replay)).join("\n")}</div>
${planPlots(replay).map(renderPlot).join("\n")}
<section><h2>About this recording</h2><dl>${renderFacts(replay)}</dl></section>
${reading}
${renderNumbers(replay)}
</main></body></html>
`;
}

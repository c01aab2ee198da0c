import { formatDuration } from "../components/core/duration";
import type { ModeResult } from "./mode-result";
import type { Replay } from "./replay";
import type { EvidencePoint } from "./watch-evidence";

/** Names of the modes, for people. */
export const modeNames: Readonly<Record<ModeResult["mode"], string>> = {
  sluice: "Sluice",
  argo: "Argo Rollouts",
  flagger: "Flagger",
};

/** Meaning of a verdict for a release, one clause. */
function explainVerdict({ verdict, atSeconds }: Pick<ModeResult, "verdict" | "atSeconds">): string {
  const after = formatDuration(atSeconds);
  return {
    fail: `aborts after ${after}`,
    "stable-harmed": `puts traffic back after ${after}: stable is harmed (stable-harmed)`,
    pass: `lets it pass at ${after}`,
    inconclusive: `has not decided after ${after}`,
  }[verdict];
}

/** Number of the canary's requests that had failed by then. */
function explainCost({ canaryErrors, canaryRequests }: ModeResult): string {
  return `${canaryErrors} of ${canaryRequests} canary requests had failed by then`;
}

/** Whether a rule kept its hands off where there was nothing to find. */
export function explainSameVersion({ sameVersion }: Pick<Replay, "sameVersion">): string {
  if (sameVersion === undefined) {
    return "Stable against itself: not possible, its requests must be counted by two pods at least, its own or the proxy's";
  }
  const wrong = sameVersion
    .filter(({ verdict }) => verdict === "fail" || verdict === "stable-harmed")
    .map(({ mode }) => modeNames[mode]);
  return wrong.length === 0
    ? "Stable against itself: no rule aborts, as it should be"
    : `Stable against itself: ${wrong.join(" and ")} would abort, although both halves run the same version`;
}

/** Meaning of stable's dispersion for a service, one sentence. */
export function explainDispersion({ points, parameters }: Pick<Replay, "points" | "parameters">): string {
  const { dispersion } = points.at(-1) as EvidencePoint;
  const { temperAbove } = parameters;
  const value = `Dispersion of stable's errors: ${dispersion.toFixed(1)}`;
  if (dispersion <= 2) return `${value}: errors come independently of each other, as the guarantee assumes`;
  return dispersion <= temperAbove
    ? `${value}: errors come in small bursts; the two largest jumps of evidence do not count anyway`
    : `${value}: errors come in bursts, so each tick's evidence is divided by it and a decision takes longer`;
}

/** A replay in a few lines for people. */
export function explainReplay(replay: Replay): string {
  const { modes, notes } = replay;
  const lines = modes.flatMap((mode) => [
    `${modeNames[mode.mode].padEnd(13)}  ${explainVerdict(mode)}; ${explainCost(mode)}`,
    `${" ".repeat(15)}${mode.sentence}`,
    ...mode.flags.map((flag) => `${" ".repeat(15)}! ${flag}`),
  ]);
  return [
    ...lines,
    explainSameVersion(replay),
    explainDispersion(replay),
    ...notes.map((note) => `Note: ${note}`),
  ].join("\n");
}

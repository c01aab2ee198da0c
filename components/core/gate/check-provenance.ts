import { formatDuration } from "../duration";
import type { OriginFact } from "../release/judge-origin";
import type { GateFacts } from "./facts";
import { fine, problem } from "./finding";
import type { Finding } from "./finding";

const when = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Rule that the image has to have been stable in the environment before, and what it was instead. */
function refuse(image: string, { environment, afterSeconds }: OriginFact, got: string, fix: string): Finding {
  const rule = `release.image must have been stable in "${environment}" for ${formatDuration(afterSeconds)}`;
  return problem(`${rule}: got ${image}, ${got}`, fix);
}

/** Check `provenance`: the image was promoted in the environment before, and stayed stable there (`promotion.from`). */
export function checkProvenance({
  origin,
  wanted: { image },
}: {
  readonly origin?: OriginFact;
  readonly wanted: Pick<GateFacts["wanted"], "image">;
}): Finding {
  if (origin === undefined) return fine("no environment comes before this one");
  const { environment, afterSeconds } = origin;
  const instead = `release another image, which "${environment}" has proven`;
  switch (origin.kind) {
    case "not-asked":
      return fine(`"${environment}" is not asked: ${origin.why}`);
    case "held":
      return fine(`stable in "${environment}" since ${when(origin.sinceSeconds)}`);
    case "early":
      return refuse(
        image,
        origin,
        `stable there since ${when(origin.sinceSeconds)}`,
        `run this stage again after ${when(origin.sinceSeconds + afterSeconds)}`,
      );
    case "replaced":
      return refuse(
        image,
        origin,
        `stable there from ${when(origin.sinceSeconds)} to ${when(origin.untilSeconds)}`,
        instead,
      );
    case "taken-back":
      return refuse(
        image,
        origin,
        `rolled back there at ${when(origin.untilSeconds)}`,
        `read why: sluice history ${environment}; then ${instead}`,
      );
    case "wrong":
      return refuse(
        image,
        origin,
        `found wrong there at ${when(origin.atSeconds)}`,
        `read why: sluice status ${environment}; where it is well again: sluice verify ${environment}`,
      );
    case "absent":
      return refuse(
        image,
        origin,
        "never promoted there",
        `release it there first: sluice rollout ${environment}`,
      );
    case "unreadable":
      return refuse(
        image,
        origin,
        `unknown, since the ledger there cannot be read (${origin.problem})`,
        `let this account read it: see sluice status ${environment}`,
      );
  }
}

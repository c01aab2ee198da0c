import { describeWeight } from "../stage/exposure";
import type { Attempt, Ledger, Phase } from "./ledger";
import { ledgerVersion } from "./ledger";
import { describeVersion, includesVersion, sameVersion, toVersion } from "../revision/version";
import type { Version } from "../revision/version";
import { writtenWeight } from "../live";
import type { LiveRoute, LiveTrack } from "../live";
import { lastPromoted } from "./promoted-version";
import type { Transition } from "./transition";

/** Live objects that remain when the ledger is lost. */
export interface Remains {
  readonly environment: string;
  readonly app: string;
  readonly stable: LiveTrack | undefined;
  readonly canary: LiveTrack | undefined;
  readonly route: LiveRoute | undefined;
  readonly nowSeconds: number;
}

/**
 * Rebuilds a lost ledger from the live objects: `promoting` if stable's template differs from its annotation,
 * `promoted` if the weight is 0 and the canary is idle with the promoted digest, `aborted` if annotated so and at
 * weight 0, else `held`. A rebuilt attempt has no stages, so that only an abort, the end of a promotion, or a new
 * attempt from weight 0 is possible.
 * @returns undefined where no digest was ever promoted or Available: there is nothing to rebuild
 */
export function rebuildLedger(remains: Remains): Transition | undefined {
  const { environment, app, stable, canary, route, nowSeconds } = remains;
  const last = lastPromoted(undefined, stable);
  if (last === undefined) return undefined;
  const aborted = stable?.aborted ?? [];
  const weight = route?.weight ?? 0;
  const base: Omit<Ledger, "phase"> = {
    version: ledgerVersion,
    environment,
    app,
    weight: route === undefined ? 0 : writtenWeight(route),
    epoch: route?.epoch ?? "",
    moves: [],
    earlier: [],
    promoted: [last],
    aborted,
  };
  const attempt = (version: Version): Attempt => ({
    // The route remembers whose traffic it took away: numbers are never used twice.
    number: (route?.zeroReason?.attempt ?? 0) + 1,
    kind: "release",
    ...toVersion(version),
    previousImage: last.image,
    ...(last.revision === undefined ? {} : { previousRevision: last.revision }),
    stages: [],
    objectives: {},
    startedAtSeconds: nowSeconds,
  });
  if (stable !== undefined && !sameVersion(stable, last)) {
    const found = `stable is not its last promoted version ${describeVersion(last)}`;
    return rebuilt({ ...base, attempt: attempt(stable) }, "promoting", found);
  }
  if (weight === 0 && (canary === undefined || sameVersion(canary, last))) {
    return rebuilt(base, "promoted", `the canary is idle, stable is ${describeVersion(last)}`);
  }
  if (canary === undefined || sameVersion(canary, last)) {
    const what = canary === undefined ? "a canary that is gone" : "a canary that is no release";
    return rebuilt(base, "held", `${describeWeight(weight)} of requests go to ${what}`);
  }
  const image = describeVersion(canary);
  if (weight === 0 && includesVersion(aborted, canary)) {
    const ended = { endedAtSeconds: nowSeconds, endReason: "known from stable's annotation" };
    return rebuilt({ ...base, attempt: { ...attempt(canary), ...ended } }, "aborted", `${image} was aborted`);
  }
  return rebuilt(
    { ...base, attempt: attempt(canary) },
    "held",
    `the canary is ${image} at ${describeWeight(weight)}`,
  );
}

function rebuilt(ledger: Omit<Ledger, "phase">, phase: Phase, found: string): Transition {
  const note = `the ledger was lost and is rebuilt from live objects as ${phase}: ${found}; its evidence is gone`;
  return {
    ledger: { ...ledger, phase, note },
    event: { type: "Warning", reason: "LedgerRebuilt", message: sentenceCase(note) },
  };
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** So many of all requests reach the canary. */
export interface WeightExposure {
  /** Whole percent, 1 to 100. */
  readonly weight: number;
}

/** Requests that reach the canary at a stage; another kind has another field. */
export type Exposure = WeightExposure;

/** Stage: its key, and its exposure. */
export interface Stage {
  /** Ends the name of its stack and names it in the ledger: of a weight the number as text. */
  readonly key: string;
  readonly exposure: Exposure;
}

/**
 * The stage of a weight.
 * @param weight - whole percent, 1 to 100
 * @example weightStage(5) // { key: "5", exposure: { weight: 5 } }
 */
export function weightStage(weight: number): Stage {
  return { key: String(weight), exposure: { weight } };
}

/**
 * The stage that a key names; undefined where it names none.
 * @example parseStageKey("5") // { key: "5", exposure: { weight: 5 } }
 */
export function parseStageKey(key: string): Stage | undefined {
  return /^(?:[1-9]\d?|100)$/.test(key) ? weightStage(Number(key)) : undefined;
}

/** Share of the requests that the canary gets at a stage, whole percent. */
export function weightOf({ exposure }: Pick<Stage, "exposure">): number {
  return exposure.weight;
}

/** A stage's exposure for people, for example `5 %`. */
export function describeExposure({ exposure }: Pick<Stage, "exposure">): string {
  return `${exposure.weight} %`;
}

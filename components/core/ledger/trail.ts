/** Evidence of one moment: time, requests and errors of canary and stable since the stage began, ln E, ln P. */
export type TrailPoint = readonly [
  atSeconds: number,
  canaryRequests: number,
  canaryErrors: number,
  stableRequests: number,
  stableErrors: number,
  lnE: number,
  lnP: number,
];

/** Course of a stage's evidence, so that it can be drawn when Prometheus has forgotten it. */
export interface Trail {
  /** Limits of ln E and ln P. */
  readonly failAt: number;
  readonly passAt: number;
  /** Oldest first, at most 60; the last one is the latest tick. */
  readonly points: readonly TrailPoint[];
}

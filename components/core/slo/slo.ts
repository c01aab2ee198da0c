/** Service level objective of a service, both tracks together. */
export interface Slo {
  readonly name: "availability" | "latency";
  /** Least share of requests that have to succeed, or to be fast enough, between 0 and 1. */
  readonly target: number;
  /** Longest time of a request that is fast enough, seconds; of a latency objective alone. */
  readonly withinSeconds?: number;
  /** Time over which the error budget counts, seconds. */
  readonly windowSeconds: number;
  /** PromQL of the share of the budget that is left, where somebody else's rules have it. @default Sluice's rules */
  readonly budgetQuery?: string;
}

/** Service whose requests the rules count. */
export interface SloService {
  readonly app: string;
  readonly namespace: string;
  readonly environment: string;
}

/** A duration as people write it: `250ms`, `1.5s`. */
export function showBound(seconds: number): string {
  return seconds < 1 ? `${Number((seconds * 1000).toPrecision(12))}ms` : `${seconds}s`;
}

/** Share of requests that may fail, or be too slow. */
export function budgetOf({ target }: Pick<Slo, "target">): number {
  // 1 - 0.999 is 0.0010000000000000009.
  return Number((1 - target).toPrecision(12));
}

/** Name of the objective among those of all services, which is unique in a cluster. */
export function sloId({ namespace, app }: SloService, { name }: Slo): string {
  return `${namespace}-${app}-${name}`;
}

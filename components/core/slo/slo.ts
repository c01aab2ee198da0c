/** Service level objective of a service, both tracks together. */
export interface Slo {
  readonly name: "availability";
  /** Least share of requests that have to succeed, between 0 and 1. */
  readonly target: number;
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

/** Share of requests that may fail. */
export function budgetOf({ target }: Slo): number {
  // 1 - 0.999 is 0.0010000000000000009.
  return Number((1 - target).toPrecision(12));
}

/** Name of the objective among those of all services, which is unique in a cluster. */
export function sloId({ namespace, app }: SloService, { name }: Slo): string {
  return `${namespace}-${app}-${name}`;
}

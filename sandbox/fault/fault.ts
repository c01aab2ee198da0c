/** Misbehaviour of an example app's pod; a field that is not named is off. */
export interface Fault {
  /** Share of requests answered with 500, 0 to 1. @default 0 */
  readonly errorRatio?: number;
  /** Status of those answers, 300 to 599; a redirect leads to /login. @default 500 */
  readonly status?: number;
  /** Share of requests with the new variant of the app's flag that fail, 0 to 1. @default 0 */
  readonly flagErrorRatio?: number;
  /** Added to every request, whole milliseconds, 0 to 60,000. @default 0 */
  readonly latencyMs?: number;
  /** Requests get no answer until the app's own time-out of 10 s. @default false */
  readonly hang?: boolean;
  /** Memory allocated and kept, whole MiB, 0 to 4,096. @default 0 */
  readonly memoryMb?: number;
  /** The readiness probe fails. @default false */
  readonly unready?: boolean;
  /** Each list of papers leaves in the database what other pods cannot read for 5 s. @default false */
  readonly poison?: boolean;
  /** The process ends with exit code 3, once; the kubelet starts it again, without faults. @default false */
  readonly crash?: boolean;
}

/** Thrown when a fault must not be set or no pod can take it. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/**
 * Lists the problems of a fault before any pod gets it.
 * @returns one rule with the value per problem; empty when the fault is good
 */
export function checkFault(fault: Fault): string[] {
  const bounds = [
    ["errorRatio", fault.errorRatio, 0, 1, "a share from 0 to 1", false],
    ["flagErrorRatio", fault.flagErrorRatio, 0, 1, "a share from 0 to 1", false],
    ["status", fault.status, 300, 599, "a status from 300 to 599", true],
    ["latencyMs", fault.latencyMs, 0, 60_000, "whole milliseconds from 0 to 60000", true],
    ["memoryMb", fault.memoryMb, 0, 4096, "whole MiB from 0 to 4096", true],
  ] as const;
  return bounds.flatMap(([name, value, low, high, rule, isWhole]) =>
    value === undefined || (value >= low && value <= high && (!isWhole || Number.isInteger(value)))
      ? []
      : [`${name} must be ${rule}: got ${value}`],
  );
}

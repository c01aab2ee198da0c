import type { ProbeAnswer } from "./probes";

/** Answer to a call of `grpc.health.v1.Health/Check`, as HTTP/2 carried it. */
export interface CallAnswer {
  /** Status of HTTP. */
  readonly status: number;
  /** Trailer, or header where there is no message. Absent where the answer is of no gRPC server. */
  readonly grpcStatus?: string | undefined;
  /** Message with its frame, as it came. */
  readonly body: Uint8Array;
}

/** Codes of gRPC: name, and the status of HTTP that means the same. */
const codes: Readonly<Record<number, readonly [name: string, status: number]>> = {
  1: ["CANCELLED", 499],
  2: ["UNKNOWN", 500],
  3: ["INVALID_ARGUMENT", 400],
  4: ["DEADLINE_EXCEEDED", 504],
  5: ["NOT_FOUND", 404],
  6: ["ALREADY_EXISTS", 409],
  7: ["PERMISSION_DENIED", 403],
  8: ["RESOURCE_EXHAUSTED", 429],
  9: ["FAILED_PRECONDITION", 400],
  10: ["ABORTED", 409],
  11: ["OUT_OF_RANGE", 400],
  12: ["UNIMPLEMENTED", 501],
  13: ["INTERNAL", 500],
  14: ["UNAVAILABLE", 503],
  15: ["DATA_LOSS", 500],
  16: ["UNAUTHENTICATED", 401],
};

const serving = 1;

/** States of `HealthCheckResponse`, by number. */
const states = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"] as const;

/** Length of the frame before a message: a flag of compression and its size. */
const frameBytes = 5;

/** Field 1 as a number, the only one of the message; 0 where it is left out. */
function readState(body: Uint8Array): number {
  const [key, value] = body.subarray(frameBytes);
  return key === 1 << 3 ? (value ?? 0) : 0;
}

/** Statuses that say nothing of a pod's health: it has no such service, or a caller must be known. */
const untold: readonly number[] = [401, 403, 501];

/** Answer to a health call, read as a probe's. */
export interface HealthAnswer extends ProbeAnswer {
  /** It says nothing of the pod's health. @default false */
  readonly isUntold?: boolean;
}

/**
 * Reads a health call's answer as that of a probe: only SERVING is good.
 * @returns the status of HTTP that means the same as its code, 503 for a pod that is up and not serving
 * @see https://github.com/grpc/grpc/blob/master/doc/statuscodes.md
 */
export function readHealth({ status, grpcStatus, body }: CallAnswer): HealthAnswer {
  const bad = (meant: number, problem: string): HealthAnswer => ({
    ok: false,
    status: meant,
    problem,
    ...(untold.includes(meant) ? { isUntold: true } : {}),
  });
  if (grpcStatus === undefined)
    return bad(status, status === 200 ? "an answer that is not gRPC" : `HTTP ${status}`);
  const [name, meant] = codes[Number(grpcStatus)] ?? ["a code of no list", 500];
  if (grpcStatus !== "0") return bad(meant, `gRPC ${grpcStatus} (${name})`);
  const state = readState(body);
  return state === serving ? { ok: true, status: 200 } : bad(503, `health ${states[state] ?? state}`);
}

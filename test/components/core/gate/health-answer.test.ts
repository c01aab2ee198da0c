import { readHealth } from "../../../../components/core/gate/health-answer";

const frame = (...message: readonly number[]) => Uint8Array.from([0, 0, 0, 0, message.length, ...message]);

test.each([
  ["SERVING", { status: 200, grpcStatus: "0", body: frame(8, 1) }, { ok: true, status: 200 }],
  [
    "NOT_SERVING",
    { status: 200, grpcStatus: "0", body: frame(8, 2) },
    { ok: false, status: 503, problem: "health NOT_SERVING" },
  ],
  [
    "no state, which is the first one",
    { status: 200, grpcStatus: "0", body: frame() },
    { ok: false, status: 503, problem: "health UNKNOWN" },
  ],
  [
    "a state of a later version",
    { status: 200, grpcStatus: "0", body: frame(8, 9) },
    { ok: false, status: 503, problem: "health 9" },
  ],
  [
    "a message of another kind",
    { status: 200, grpcStatus: "0", body: frame(18, 1) },
    { ok: false, status: 503, problem: "health UNKNOWN" },
  ],
  [
    "half a message",
    { status: 200, grpcStatus: "0", body: frame(8) },
    { ok: false, status: 503, problem: "health UNKNOWN" },
  ],
  [
    "no message",
    { status: 200, grpcStatus: "0", body: new Uint8Array() },
    { ok: false, status: 503, problem: "health UNKNOWN" },
  ],
  [
    "a refusal",
    { status: 200, grpcStatus: "14", body: frame() },
    { ok: false, status: 503, problem: "gRPC 14 (UNAVAILABLE)" },
  ],
  [
    "no health service",
    { status: 200, grpcStatus: "12", body: frame() },
    { ok: false, status: 501, problem: "gRPC 12 (UNIMPLEMENTED)", isUntold: true },
  ],
  [
    "a caller that must be known",
    { status: 200, grpcStatus: "16", body: frame() },
    { ok: false, status: 401, problem: "gRPC 16 (UNAUTHENTICATED)", isUntold: true },
  ],
  [
    "a code that nobody knows",
    { status: 200, grpcStatus: "99", body: frame() },
    { ok: false, status: 500, problem: "gRPC 99 (a code of no list)" },
  ],
  [
    "a web page",
    { status: 200, body: frame() },
    { ok: false, status: 200, problem: "an answer that is not gRPC" },
  ],
  ["a proxy's own answer", { status: 404, body: frame() }, { ok: false, status: 404, problem: "HTTP 404" }],
  [
    "a proxy that wants credentials",
    { status: 403, body: frame() },
    { ok: false, status: 403, problem: "HTTP 403", isUntold: true },
  ],
])("readHealth() of %s", (_, answer, expected) => {
  expect(readHealth(answer)).toEqual(expected);
});

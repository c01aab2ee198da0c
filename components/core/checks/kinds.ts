import type { Question } from "./spec";

/** Kinds of check, for the guide and for messages: the one list. */
export const checkKinds = {
  requests: {
    about:
      "requests with expected answers, on each track by its probe rule, or on an address of their own; a set of them by `set`",
    fails: "an answer is not as expected",
  },
  webhook: {
    about:
      "a POST with app, environment, revision, stage and place to an address of yours, signed where a secret is named",
    fails: 'the answer is a 4xx, or JSON with `"ok": false`',
  },
  promql: { about: "a query with a limit", fails: "a series is beyond `max` or `min`" },
  object: {
    about:
      "an object of the cluster by kind and name: a value at a path, or a time there that is not too old or far enough ahead; the account needs `get` on it",
    fails: "the object or the value is not there, or is another one",
  },
  policy: {
    about:
      "policy reports (wgpolicyk8s.io or openreports.io) on the track's Deployment and pods, of all policies or of those named",
    fails: "a result is `fail` or `error`",
  },
  job: {
    about:
      "a Job in the app's namespace, once before the first traffic of a release and by `sluice verify`; it gets `SLUICE_URL`, `SLUICE_HOST`, `SLUICE_PROBE` (header of the track's probe rule), `SLUICE_TRACK`, `SLUICE_STAGE`, `SLUICE_IMAGE`, `SLUICE_APP` and `SLUICE_ENVIRONMENT`",
    fails: "its container ends with an exit code that is not 0",
  },
  burst: {
    about: "many requests at once, by the set `rate-limit` only",
    fails: "none is denied by 429, or an answer is a 5xx",
  },
  health: {
    about:
      "a call of `grpc.health.v1.Health/Check` on each track of a GRPCRoute, by the set `grpc-health` only",
    fails: "the answer is not SERVING",
  },
  logs: {
    about:
      "logs of the track's pods after a request with a secret, by the set `logs` only; the account needs `get` on `pods/log`",
    fails: "the secret is in one",
  },
  statement: {
    about: "fact that only a person knows: a text with its owner, signed off until a date",
    fails: "nobody signed it, or its date is over",
  },
} as const satisfies Readonly<Record<Question["kind"], { readonly about: string; readonly fails: string }>>;

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
  statement: {
    about: "what only a person knows: a text with its owner, signed off until a date",
    fails: "nobody signed it, or its date is over",
  },
} as const satisfies Readonly<Record<Question["kind"], { readonly about: string; readonly fails: string }>>;

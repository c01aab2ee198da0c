import type { CheckRequest } from "./spec";

/** Traces of a program's inside, as common languages print them. */
const traces =
  "\\bat [\\w$.<>]+ ?\\([^)]*:\\d+|Traceback \\(most recent call last\\)|Exception in thread|goroutine \\d+ \\[|\\.go:\\d+ \\+0x";

/** Path that no app has. */
const nowhere = "/.well-known/sluice-not-there";

/** Ready sets of requests, by name: the one list. */
export const checkSets = {
  headers: {
    about: "the app's answers forbid guessing of types and, by https, demand https from then on",
    requests: (path: string, scheme: string): readonly CheckRequest[] => {
      const always = { "x-content-type-options": "^nosniff$" };
      const secure = scheme === "https" ? { "strict-transport-security": "max-age=[1-9]" } : {};
      return [
        { url: path, method: "GET", expect: { status: [200, 204], headers: { ...always, ...secure } } },
      ];
    },
  },
  errors: {
    about: "an answer to what is not there shows nothing of the program's inside",
    requests: (): readonly CheckRequest[] => [
      { url: nowhere, method: "GET", expect: { status: [400, 401, 403, 404, 410], lacks: traces } },
    ],
  },
  tls: {
    about: "the certificate is valid for the host",
    requests: (path: string): readonly CheckRequest[] => [
      { url: path, method: "GET", expect: { status: [200, 204, 301, 302, 401, 403], tls: true } },
    ],
  },
} as const;

/** Name of one of {@link checkSets}. */
export type CheckSetName = keyof typeof checkSets;

/** Names of {@link checkSets}. */
export const checkSetNames = Object.keys(checkSets) as [CheckSetName, ...CheckSetName[]];

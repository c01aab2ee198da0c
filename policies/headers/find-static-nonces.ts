import { isNonceOrHash } from "./csp/inline";
import { parseCsp } from "./csp/parse-csp";
import type { WayHeaders } from "./check-routes";
import { findNonceLiterals } from "./required/csp-rule";
import type { HeaderProblem } from "./required/problem";
import { wrong } from "./required/problem";

const csp = "content-security-policy";

/**
 * Nonces on one way through a route that protect nothing: one that is written down is the same in every response, a
 * router can make none, and a policy that the route sets takes away the one that the application's pages carry.
 */
export function findStaticNonces({ headers }: WayHeaders): HeaderProblem[] {
  const policies = headers.filter(({ name }) => name === csp);
  const literal = policies.flatMap((header) =>
    findNonceLiterals(header).map((nonce) => {
      const own = "declare it as 'nonce-{random}' where it is fresh in each response, else make it so";
      const fix =
        header.owner === "app"
          ? own
          : "let the application send this header, with a nonce of its own per response";
      return { ...wrong(header, "not have a nonce that is written down", fix), got: nonce };
    }),
  );
  const placed = policies
    .filter(
      ({ owner, value }) =>
        owner === "route" &&
        value.includes("'nonce-") &&
        findNonceLiterals({ name: csp, value, owner }).length === 0,
    )
    .map((header) =>
      wrong(header, "not promise a nonce, since a router makes none", "let the application send this header"),
    );
  const overwritten = policies
    .filter(({ overwrites = "" }) =>
      parseCsp([overwrites]).some(({ directives }) => [...directives.values()].flat().some(isNonceOrHash)),
    )
    .map((header) => ({
      ...wrong(
        header,
        "not replace the application's policy, whose nonces or hashes its pages carry",
        "leave this header to the application",
      ),
      got: header.overwrites ?? "",
    }));
  return [...literal, ...placed, ...overwritten];
}

import type { Framework } from "../pack/policy-metadata";

/** The list of headers that the policies demand. */
export const secureHeaders = (specification: string): Framework => ({
  name: "OWASP Secure Headers Project",
  version: "2026-07-19",
  reference: "https://owasp.org/www-project-secure-headers/",
  specification,
});

/** The algorithm of the score. */
export const observatory: Framework = {
  name: "MDN HTTP Observatory",
  version: "6",
  reference: "https://developer.mozilla.org/en-US/observatory",
  specification: "Score of response headers",
};

import { headersComposed } from "./headers/headers-composed";
import { headersCspNonce } from "./headers/headers-csp-nonce";
import { headersNoLeaks } from "./headers/headers-no-leaks";
import { headersRequired } from "./headers/headers-required";
import { headersScore } from "./headers/headers-score";
import type { Policy } from "./pack/policy";

/** Every policy of the pack, one line each. */
export const policies: readonly Policy[] = [
  headersComposed,
  headersCspNonce,
  headersNoLeaks,
  headersRequired,
  headersScore,
];

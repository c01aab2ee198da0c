import type { Policy } from "./pack/policy";

/** Every policy of the pack, one line each. */
export const policies: readonly Policy[] = [];

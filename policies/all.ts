import { readChecks } from "./cel/read-checks";
import { toPolicy } from "./cel/to-policy";
import type { Policy } from "./pack/policy";

/** Every policy of the pack, one line each; `checks/` holds one file per declarative policy. */
export const policies: readonly Policy[] = [...readChecks().map(toPolicy)];

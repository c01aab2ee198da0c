import { failActions } from "../../components/core/verify/decide-way-back";
import { mapping, oneOf, told } from "../fields/field";

/** `sluice:verify`: looks at stable after a release. */
export const verifySchema = mapping("verify", {
  onFail: told(
    "what `sluice verify` does where users of a promoted release have errors (10 and above the limit) or a check fails: `notify` tells people, `rollback` also takes the release back, once, and only while the version before may run on the database (`migration.reversible`, or no migration since)",
    oneOf(failActions).default("notify"),
  ),
});

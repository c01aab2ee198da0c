import { kubectlPatch } from "../access/kubectl";
import { alignColumns } from "../columns";
import type { ClusterSettings } from "../settings";
import { showTime } from "../show-time";
import { fileKeys, renderFlags } from "./render-flags";
import type { FlagsRecord, LiveFlag } from "./record";

/** Words on who gets a flag now. */
export function explainState({ killed, percent, passed, definition: { allow } }: LiveFlag): string {
  if (killed !== undefined) return `off: ${killed.reason} (${killed.who}, ${showTime(killed.atSeconds)})`;
  const testers = allow.length === 0 ? "" : `, and ${allow.length} by the allow list`;
  if (percent === 0) return `off${allow.length === 0 ? "" : ` but for ${allow.length} by the allow list`}`;
  return `${percent} %, ${passed ? "passed" : "not passed yet"}${testers}`;
}

/** A flag's expiry, marked where it is over. */
const showExpiry = ({ definition: { expires } }: LiveFlag, today: string): string =>
  expires < today ? `${expires} (over)` : expires;

/**
 * Table of an app's flags.
 * @param today - `2026-11-30`
 */
export function explainFlags({ flags }: FlagsRecord, today: string): string {
  const names = Object.keys(flags).toSorted();
  if (names.length === 0) return "no flags";
  const rows = names.map((name) => {
    const flag = flags[name] as LiveFlag;
    return [name, showExpiry(flag, today), flag.definition.owner, explainState(flag)];
  });
  return alignColumns([["flag", "expires", "owner", "now"], ...rows]).join("\n");
}

/** Place of an app's flags. */
export interface FlagsPlace {
  readonly cluster: ClusterSettings;
  readonly namespace: string;
  readonly name: string;
}

/** The write of a record as one line of kubectl, guarded by the version that it was made from. */
export function flagByHand(place: FlagsPlace, record: FlagsRecord, resourceVersion: string): string {
  const patch = {
    metadata: { resourceVersion },
    data: { [fileKeys.flagd]: renderFlags(record), [fileKeys.record]: JSON.stringify(record) },
  };
  return kubectlPatch(place, `configmap ${place.name}`, "merge", patch);
}

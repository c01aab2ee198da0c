import type { FlagDefinition, FlagSpec, FlagsSettings } from "../../components/core/flags/flag";
import type { FlagsRecord, LiveFlag } from "../../components/core/flags/record";

/** A moment that tests begin at, seconds since the epoch: 2026-11-30T08:00:00Z. */
export const noon = Date.parse("2026-11-30T08:00:00Z") / 1000;

/** Definition of a usual flag, with changes. */
export const definitionOf = (changes: Partial<FlagDefinition> = {}): FlagDefinition => ({
  variants: { on: true, off: false },
  on: "on",
  off: "off",
  allow: [],
  targeting: [],
  owner: "search",
  expires: "2027-03-01",
  ...changes,
});

/** A flag of the file. */
export const specOf = (changes: Partial<FlagDefinition> = {}, steps?: FlagSpec["steps"]): FlagSpec => ({
  name: "new-search",
  definition: definitionOf(changes),
  steps: steps ?? [
    { percent: 1, soakSeconds: 60 },
    { percent: 25, soakSeconds: 60 },
    { percent: 100, soakSeconds: 60 },
  ],
});

/** A flag of the cluster, at 0 % unless changed. */
export const liveOf = (changes: Partial<LiveFlag> = {}): LiveFlag => ({
  definition: definitionOf(),
  percent: 0,
  epoch: 1,
  attempt: 1,
  sinceSeconds: noon,
  passed: false,
  moves: [],
  ...changes,
});

/** Flags of the app in the cluster. */
export const recordOf = (
  flags: Readonly<Record<string, LiveFlag>> = { "new-search": liveOf() },
): FlagsRecord => ({
  version: 1,
  app: "scholarlink",
  environment: "prod",
  flagd: { selector: { "app.kubernetes.io/name": "scholarlink-flagd" }, port: 8016 },
  flags,
});

/** Flags of the file, served by a flagd of the user's own. */
export const flagsSettings: FlagsSettings = {
  list: [specOf()],
  metrics: { requests: "requests_total", keyLabel: "key", variantLabel: "variant", statusLabel: "code" },
  flagd: { selector: { app: "flagd" }, port: 8016 },
};

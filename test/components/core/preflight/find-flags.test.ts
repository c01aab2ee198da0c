import { findFlags } from "../../../../components/core/preflight/find-flags";
import type { PreflightFacts } from "../../../../components/core/preflight/facts";
import type { FlagsSettings } from "../../../../components/core/flags/flag";
import { flagsSettings, liveOf, recordOf, specOf } from "../../../support/flags";
import { preflightFacts } from "../../../support/preflight";

const record = recordOf({ "new-search": liveOf({ percent: 5 }) });
const { flagd: _, ...unserved } = flagsSettings;

const facts = (configured: FlagsSettings | undefined, found?: PreflightFacts["flags"]): PreflightFacts => {
  const { settings, flags: _flags, ...rest } = preflightFacts();
  const { flags: _configured, ...others } = settings;
  return {
    ...rest,
    settings: { ...others, ...(configured === undefined ? {} : { flags: configured }) },
    ...(found === undefined ? {} : { flags: found }),
  };
};

test.each<[string, PreflightFacts, string, string]>([
  ["without flags", facts(undefined), "none", "has none"],
  ["with an empty list", facts({ ...flagsSettings, list: [] }), "none", "has none"],
  [
    "past a last day",
    facts({ ...flagsSettings, list: [specOf({ expires: "2025-01-01" })] }),
    "no-go",
    "new-search (search, 2025-01-01)",
  ],
  ["without a flagd", facts(unserved), "no-go", "must say who serves"],
  ["before the first up", facts(flagsSettings), "go", "not in the cluster yet"],
  ["that cannot be read", facts(flagsSettings, { problem: "away" }), "unknown", "away"],
  [
    "as Sluice wrote them",
    facts(flagsSettings, { record, isOwnFile: true }),
    "go",
    "new-search: 5 %, not passed yet",
  ],
  [
    "with another writer's file",
    facts(flagsSettings, { record, isOwnFile: false }),
    "no-go",
    "another writer",
  ],
])("flags %s", (_title, given, kind, text) => {
  const look = findFlags(given);
  expect(look.kind).toBe(kind);
  expect(look.text).toContain(text);
});

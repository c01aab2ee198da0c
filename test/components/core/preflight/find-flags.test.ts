import { findFlags } from "../../../../components/core/preflight/find-flags";
import type { PreflightFacts } from "../../../../components/core/preflight/facts";
import type { FlagsSettings } from "../../../../components/core/flags/flag";
import { liveOf, recordOf, specOf } from "../../../support/flags";
import { preflightFacts } from "../../../support/preflight";

const usual: FlagsSettings = {
  list: [specOf()],
  metrics: { requests: "x", keyLabel: "k", variantLabel: "v", statusLabel: "s" },
  flagd: { selector: { app: "flagd" }, port: 8016 },
};
const record = recordOf({ "new-search": liveOf({ percent: 5 }) });
const { flagd: _, ...unserved } = usual;

const facts = (flags: FlagsSettings | undefined, found?: PreflightFacts["flags"]): PreflightFacts => {
  const { settings, ...rest } = preflightFacts();
  return {
    ...rest,
    settings: { ...settings, ...(flags === undefined ? {} : { flags }) },
    ...(found === undefined ? {} : { flags: found }),
  };
};

test.each<[string, PreflightFacts, string, string]>([
  ["without flags", facts(undefined), "none", "has none"],
  ["with an empty list", facts({ ...usual, list: [] }), "none", "has none"],
  [
    "past a last day",
    facts({ ...usual, list: [specOf({ expires: "2025-01-01" })] }),
    "no-go",
    "new-search (search, 2025-01-01)",
  ],
  ["without a flagd", facts(unserved), "no-go", "must say who serves"],
  ["before the first up", facts(usual), "go", "not in the cluster yet"],
  ["that cannot be read", facts(usual, { problem: "away" }), "unknown", "away"],
  [
    "as Sluice wrote them",
    facts(usual, { record, isOwnFile: true }),
    "go",
    "new-search: 5 %, not passed yet",
  ],
  ["with another writer's file", facts(usual, { record, isOwnFile: false }), "no-go", "another writer"],
])("flags %s", (_title, given, kind, text) => {
  const look = findFlags(given);
  expect(look.kind).toBe(kind);
  expect(look.text).toContain(text);
});

import { readIntent } from "../../infra/read-intent";

test.each<[string, NodeJS.ProcessEnv, object]>([
  ["nothing where nobody says so", {}, { fromOlderCommit: false }],
  ["which attempt may end", { SLUICE_SUPERSEDE: "7" }, { supersede: 7, fromOlderCommit: false }],
  ["nothing by what is no number", { SLUICE_SUPERSEDE: "yes" }, { fromOlderCommit: false }],
  [
    "that owners have let go",
    { SLUICE_FOREIGN_OWNER_STOPPED: "out of the chart" },
    { fromOlderCommit: false, ownerStopped: "out of the chart" },
  ],
  ["nothing by no reason", { SLUICE_FOREIGN_OWNER_STOPPED: " " }, { fromOlderCommit: false }],
  ["an older commit", { SLUICE_FROM_OLDER_COMMIT: "true" }, { fromOlderCommit: true }],
])("readIntent() means %s", (_, env, expected) => {
  const { root, ...rest } = readIntent(env);
  expect(root).not.toBe("");
  expect(rest).toEqual(expected);
});

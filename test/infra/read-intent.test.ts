import { readIntent } from "../../infra/read-intent";

test.each<[string, NodeJS.ProcessEnv, object]>([
  ["nothing where nobody says so", {}, { fromOlderCommit: false }],
  ["which attempt may end", { SLUICE_SUPERSEDE: "7" }, { supersede: 7, fromOlderCommit: false }],
  ["nothing by what is no number", { SLUICE_SUPERSEDE: "yes" }, { fromOlderCommit: false }],
  ["an older commit", { SLUICE_FROM_OLDER_COMMIT: "true" }, { fromOlderCommit: true }],
])("readIntent() means %s", (_, env, expected) => {
  const { root, ...rest } = readIntent(env);
  expect(root).not.toBe("");
  expect(rest).toEqual(expected);
});

import { toMigration } from "../../../stacks/settings/workload";
import { configWith, imageOf } from "../../support/environment";

test("toMigration() hands on what saves the database and what takes it back", () => {
  const image = imageOf("d");
  const migration = `{ command: [a], backup: { command: [b], args: [c], deadline: 5m, verify: { command: [d], args: [e] } }, undo: { command: [f], image: "${image}" }, restore: { command: [g] } }`;
  const planned = toMigration(configWith({ migration }));
  expect(planned).toMatchObject({
    backupJob: {
      command: ["b"],
      args: ["c"],
      deadlineSeconds: 300,
      verify: { command: ["d"], args: ["e"], deadlineSeconds: 300 },
    },
    undo: { command: ["f"], image, deadlineSeconds: 1800 },
    restore: { command: ["g"], deadlineSeconds: 1800 },
  });
  expect(planned).not.toHaveProperty("backup");
});

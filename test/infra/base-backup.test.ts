import { base, release } from "../support/base-program";
import { findRegistered as find } from "../support/pulumi-mocks";

test("declareBase() hands whoever runs the migration what saves the database before it, under a name of the attempt", async () => {
  const keys =
    "{ command: [migrate], backup: { command: [save], verify: { command: [check] } }, undo: { command: [u] } }";
  const run = find(await base({ migration: keys }), "Migration", "scholarlink-migration");
  const { order } = run.inputs as { order: Record<string, unknown> };
  const name = `prod-scholarlink-${release.attempt}-cccccccccccc`;
  const env = expect.arrayContaining([{ name: "SLUICE_BACKUP", value: name }]);
  const job = (step: string, command: string) => ({
    metadata: { name: `scholarlink-migrate-cccccccccccc-${step}` },
    spec: { template: { spec: { containers: [{ command: [command], env }] } } },
  });
  expect(order).toMatchObject({
    hasWayBack: true,
    reversible: false,
    backup: { name, deadlineSeconds: 1800, job: job("backup", "save"), verify: job("verify", "check") },
  });
  const named = await base({ migration: "{ command: [migrate], backup: b }" });
  expect(find(named, "Migration", "scholarlink-migration").inputs).toMatchObject({
    order: { namedBackup: "b", hasWayBack: false },
  });
});

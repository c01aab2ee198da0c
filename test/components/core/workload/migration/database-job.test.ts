import { renderDatabaseJob } from "../../../../../components/core/workload/migration/database-job";
import { renderMigration } from "../../../../../components/core/workload/migration/migration-job";
import type { MigrationSpec } from "../../../../../components/core/workload/workload";
import { toMigration, toWorkload } from "../../../../../stacks/settings/workload";
import { configWith, imageOf } from "../../../../support/environment";

const keys = [
  "{ command: [migrate], env: { C: d, SLUICE_BACKUP: mine }, lockTimeout: 5s, restore: { command: [bring] },",
  `backup: { command: [save], args: [all], image: "${imageOf("d")}", deadline: 5m, verify: { command: [check] } } }`,
].join(" ");
const config = configWith({ migration: keys });
const migration = toMigration(config) as MigrationSpec;
const input = {
  app: "shop",
  namespace: "web",
  key: "abc",
  image: imageOf("b"),
  workload: toWorkload(config),
  migration,
  backupName: "prod-shop-3",
  run: "r1",
};

test("a backup runs once in the app's environment, in its own image, and knows its name", () => {
  expect(renderDatabaseJob({ ...input, step: "backup", job: migration.backupJob as never })).toMatchObject({
    metadata: {
      name: "shop-migrate-abc-backup",
      namespace: "web",
      labels: { "app.kubernetes.io/component": "migration-backup" },
      annotations: { "sluice.dev/run": "r1" },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 300,
      podReplacementPolicy: "Failed",
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [
            {
              image: imageOf("d"),
              command: ["save"],
              args: ["all"],
              env: [
                { name: "C", value: "d" },
                { name: "SLUICE_BACKUP", value: "prod-shop-3" },
                { name: "SLUICE_LOCK_TIMEOUT", value: "5s" },
              ],
            },
          ],
        },
      },
    },
  });
});

test("its verification has the same image and time, and its own command", () => {
  const { verify } = migration.backupJob ?? {};
  expect(verify).toEqual({ command: ["check"], image: imageOf("d"), deadlineSeconds: 300 });
});

test("a way back runs the container of the revision, by another image where one is named", () => {
  const template = {
    spec: { containers: [{ name: "web", image: imageOf("b"), env: [{ name: "A", value: "1" }] }] },
  };
  const rendered = { template, container: "web" };
  const render = (job: object) =>
    renderDatabaseJob({
      ...input,
      rendered,
      step: "restore",
      job: { ...migration.restore, ...job } as never,
    });
  const { spec, metadata } = render({});
  expect(metadata.name).toBe("shop-migrate-abc-restore");
  expect(spec.activeDeadlineSeconds).toBe(1800);
  expect(spec.template.spec.containers).toMatchObject([
    {
      name: "web",
      image: imageOf("b"),
      command: ["bring"],
      env: expect.arrayContaining([{ name: "A", value: "1" }]),
    },
  ]);
  expect(render({ image: imageOf("d") }).spec.template.spec.containers).toMatchObject([
    { image: imageOf("d") },
  ]);
});

test("the migration's Job says that a backup is taken before it", () => {
  const { metadata } = renderMigration(input);
  expect(metadata.annotations).toMatchObject({ "sluice.dev/backup": "taken by sluice:migration.backup" });
});

import {
  renderCancel,
  renderMigration,
} from "../../../../../components/core/workload/migration/migration-job";
import { toMigration, toWorkload } from "../../../../../stacks/settings/workload";
import type { MigrationSpec } from "../../../../../components/core/workload/workload";
import { configWith, imageOf } from "../../../../support/environment";

const input = (migration: string, app?: string) => {
  const config = configWith({ migration, ...(app === undefined ? {} : { app }) });
  return {
    app: "shop",
    namespace: "web",
    key: "abc",
    image: imageOf("b"),
    workload: toWorkload(config),
    migration: toMigration(config) as MigrationSpec,
  };
};

test("renderMigration() is suspended, has one pod at a time, and fails where that is disrupted", () => {
  const { metadata, spec } = renderMigration(input("{ command: [migrate], deadline: 5m, retries: 1 }"));
  expect(metadata).toMatchObject({
    name: "shop-migrate-abc",
    namespace: "web",
    annotations: { "sluice.dev/reversible": "false" },
  });
  expect(spec).toMatchObject({
    suspend: true,
    backoffLimit: 1,
    activeDeadlineSeconds: 300,
    podReplacementPolicy: "Failed",
    podFailurePolicy: {
      rules: [{ action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
    },
    template: { spec: { restartPolicy: "Never", containers: [{ command: ["migrate"], env: [] }] } },
  });
});

test("renderMigration() hands on everything that was set", () => {
  const app = "{ name: shop, serviceAccount: s, imagePullSecrets: [p], env: { SLUICE_LOCK_TIMEOUT: 9s } }";
  const keys =
    "{ command: [a], args: [b], backup: 's3://b', lockTimeout: 90s, env: { C: d }, secretEnv: { E: { secret: f, key: g } } }";
  const { metadata, spec } = renderMigration(input(keys, app));
  expect(metadata.annotations).toMatchObject({ "sluice.dev/backup": "s3://b" });
  const [container] = spec.template.spec.containers;
  expect(spec.template.spec).toMatchObject({ serviceAccountName: "s", imagePullSecrets: [{ name: "p" }] });
  expect(container?.args).toEqual(["b"]);
  // A variable that a person sets is kept.
  expect(container?.env).toContainEqual({ name: "SLUICE_LOCK_TIMEOUT", value: "9s" });
  const { spec: plain } = renderMigration(input("{ command: [a], lockTimeout: 90s }"));
  expect(plain.template.spec.containers[0]?.env).toEqual([{ name: "SLUICE_LOCK_TIMEOUT", value: "90s" }]);
});

test("renderCancel() runs what ends a stopped migration with the same environment, once", () => {
  expect(renderCancel(input("{ command: [a] }"))).toBeUndefined();
  expect(
    renderCancel(input("{ command: [a], cancel: { command: [stop, it] }, env: { C: d } }")),
  ).toMatchObject({
    metadata: {
      name: "shop-migrate-abc-cancel",
      labels: { "app.kubernetes.io/component": "migration-cancel" },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 60,
      template: { spec: { containers: [{ command: ["stop", "it"], env: [{ name: "C", value: "d" }] }] } },
    },
  });
});

test("renderMigration() of a rendered app runs the container of its revision", () => {
  const template = {
    spec: {
      serviceAccountName: "s",
      containers: [{ name: "web", image: imageOf("b"), env: [{ name: "A", value: "1" }] }],
    },
  };
  const { spec } = renderMigration({
    ...input("{ command: [migrate], lockTimeout: 90s, env: { C: d } }"),
    rendered: { template, container: "web" },
  });
  expect(spec.template).toMatchObject({
    metadata: { labels: { "app.kubernetes.io/component": "migration" } },
    spec: {
      serviceAccountName: "s",
      containers: [
        {
          name: "web",
          command: ["migrate"],
          env: [
            { name: "A", value: "1" },
            { name: "C", value: "d" },
            { name: "SLUICE_LOCK_TIMEOUT", value: "90s" },
          ],
        },
      ],
    },
  });
});

test("renderMigration() of a hook runs its own pod, which learns how long it may wait for locks", () => {
  const template = {
    spec: {
      containers: [
        { name: "proxy", image: imageOf("a") },
        { name: "db", image: imageOf("b"), env: [{ name: "A", value: "1" }] },
      ],
    },
  };
  const hook = {
    name: "db",
    key: "0a1b2c",
    times: ["upgrade"],
    container: "db",
    template,
    rules: [],
  } as const;
  const from = "{ name: shop, from: { manifest: k8s } }";
  const { metadata, spec } = renderMigration({ ...input("{ lockTimeout: 90s, retries: 2 }", from), hook });
  expect(metadata).toMatchObject({
    name: "shop-migrate-abc-0a1b2c",
    labels: { "app.kubernetes.io/component": "migration" },
    annotations: { "sluice.dev/hook": "db" },
  });
  expect(spec).toMatchObject({ suspend: true, backoffLimit: 2, activeDeadlineSeconds: 600 });
  expect(spec.podFailurePolicy.rules).toHaveLength(1);
  expect(spec.template.spec.containers).toEqual([
    { name: "proxy", image: imageOf("a") },
    {
      name: "db",
      image: imageOf("b"),
      env: [
        { name: "A", value: "1" },
        { name: "SLUICE_LOCK_TIMEOUT", value: "90s" },
      ],
    },
  ]);
  const own = { ...hook, retries: 0, deadlineSeconds: 5, rules: [{ action: "Ignore" }] };
  const { spec: kept } = renderMigration({ ...input("{ retries: 2 }", from), hook: own });
  expect(kept).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 5, template });
  expect(kept.podFailurePolicy.rules.at(-1)).toEqual({ action: "Ignore" });
});

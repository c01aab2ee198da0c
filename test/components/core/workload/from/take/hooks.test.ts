import type { JsonObject } from "../../../../../../components/core/revision/revision";
import { deployment, object, pinned, refuse, take } from "../set";

const hook = { "helm.sh/hook": "pre-install,pre-upgrade" };

/** A Job whose pod has one container `db` with the app's image; `pod` goes into its spec. */
const job = (
  name: string,
  annotations: Record<string, string> = hook,
  pod: JsonObject = {},
  spec: JsonObject = {},
  podMetadata: JsonObject = {},
): JsonObject => ({
  ...object("batch/v1", "Job", name),
  metadata: { name, annotations },
  spec: {
    template: {
      metadata: podMetadata,
      spec: { containers: [{ name: "db", image: "shop:1" }], restartPolicy: "Never", ...pod },
    },
    ...spec,
  },
});

test("hooks before the pods become the migration, in the order of their weights; others are left out by name", () => {
  const set = [
    job("b", { "helm.sh/hook": "pre-install, pre-upgrade", "helm.sh/hook-weight": "5" }),
    job("a", { "helm.sh/hook": "pre-install", "helm.sh/hook-weight": "5" }),
    job("first", { "argocd.argoproj.io/hook": "PreSync", "argocd.argoproj.io/sync-wave": "-1" }),
    job("odd", { "helm.sh/hook": "pre-upgrade", "helm.sh/hook-weight": "heavy" }),
    job("c", { "helm.sh/hook": "pre-upgrade", "helm.sh/hook-weight": "5" }),
    job("after", { "helm.sh/hook": "post-install" }),
    { ...object("v1", "Pod", "check"), metadata: { name: "check", annotations: hook } },
    { ...object("v1", "ServiceAccount", "account"), metadata: { name: "account", annotations: hook } },
    object("batch/v1", "Job", "seed"),
  ];
  const { hooks, others, notes } = take([deployment(), ...set]);
  expect(hooks.map(({ name, times }) => [name, times])).toEqual([
    ["first", ["install", "upgrade"]],
    ["odd", ["upgrade"]],
    ["a", ["install"]],
    ["b", ["install", "upgrade"]],
    ["c", ["upgrade"]],
  ]);
  expect(others.map(({ kind }) => kind)).toEqual(["ServiceAccount", "Job"]);
  expect(notes).toContain(
    "hooks that nothing runs are left out: Job after (post-install), Pod check (pre-install, pre-upgrade)",
  );
  expect(notes).toContain(
    "hooks are the migration, in this order: Job first, Job odd (not at the first deploy), Job a (only at the first deploy), Job b, Job c (not at the first deploy)",
  );
});

test("a hook runs the released image where it has the app's, and its own pod otherwise", () => {
  const pod = {
    initContainers: [
      { name: "wait", image: "busybox:1" },
      { name: "copy", image: "shop:1" },
    ],
    restartPolicy: "OnFailure",
  };
  const spec = {
    backoffLimit: 2,
    activeDeadlineSeconds: 90,
    ttlSecondsAfterFinished: 5,
    podFailurePolicy: { rules: [{ action: "Ignore" }] },
  };
  const metadata = { labels: { app: "db", "sluice.dev/track": "stable" }, annotations: { a: "b" } };
  const { hooks, notes } = take([deployment(), job("db", hook, pod, spec, metadata)]);
  expect(hooks).toEqual([
    {
      name: "db",
      key: expect.stringMatching(/^[0-9a-f]{6}$/) as string,
      times: ["install", "upgrade"],
      container: "db",
      retries: 2,
      deadlineSeconds: 90,
      rules: [{ action: "Ignore" }],
      template: {
        metadata: { labels: { app: "db" }, annotations: { a: "b", "sluice.dev/container": "db" } },
        spec: {
          initContainers: [
            { name: "wait", image: "busybox:1" },
            { name: "copy", image: pinned },
          ],
          containers: [{ name: "db", image: pinned, terminationMessagePolicy: "FallbackToLogsOnError" }],
          restartPolicy: "Never",
        },
      },
    },
  ]);
  expect(notes).toEqual(
    expect.arrayContaining([
      "left out of hook Job db: spec.ttlSecondsAfterFinished",
      "hook Job db is tried again by a further pod (restartPolicy Never), as often as spec.backoffLimit says",
      "image busybox:1 of hook Job db has no digest, and is not sluice:release.image: it runs as it is at the time",
    ]),
  );
});

test("a hook that changes has another key", () => {
  const keyOf = (command: string) =>
    take([deployment(), job("db", hook, { containers: [{ name: "db", image: "x:1", command: [command] }] })])
      .hooks[0]?.key;
  expect(keyOf("a")).toBe(keyOf("a"));
  expect(keyOf("a")).not.toBe(keyOf("b"));
});

test.each([
  {
    name: "kubectl's choice",
    image: "other:1",
    annotations: { "kubectl.kubernetes.io/default-container": "proxy" },
    own: "proxy",
  },
  { name: "the one with the app's image", image: "other:1", annotations: {}, own: "db" },
])("of several containers the exit code of $name counts", ({ image, annotations, own }) => {
  const containers = [
    { name: "proxy", image },
    { name: "db", image: "shop:1" },
  ];
  const { hooks } = take([deployment(), job("db", hook, { containers }, {}, { annotations })]);
  expect(hooks[0]?.container).toBe(own);
});

test.each([
  {
    name: "several containers that are alike",
    set: job("db", hook, {
      containers: [
        { name: "a", image: "shop:1" },
        { name: "b", image: "shop:1" },
      ],
    }),
    says: "hook Job db must have one container whose exit code counts: got a, b; name it in the annotation kubectl.kubernetes.io/default-container of its pod",
  },
  {
    name: "no container",
    set: job("db", hook, { containers: [] }),
    says: "hook Job db must have one container whose exit code counts: got none; name it in the annotation kubectl.kubernetes.io/default-container of its pod",
  },
  {
    name: "several pods at once",
    set: job("db", hook, {}, { parallelism: 2, completions: 1, completionMode: null }),
    says: "spec.parallelism of hook Job db must be 1, since a migration has one pod at a time: got 2",
  },
])("a hook with $name is refused", ({ set, says }) => {
  expect(refuse([deployment(), set])).toEqual([says]);
});

test("a hook whose name is generated goes by its start; anything else must have a name", () => {
  const generated = (annotations: Record<string, string>) => ({
    ...job("", annotations),
    metadata: { generateName: "db-migrate-", annotations },
  });
  expect(take([deployment(), generated({ "argocd.argoproj.io/hook": "PreSync" })]).hooks[0]?.name).toBe(
    "db-migrate",
  );
  expect(refuse([deployment(), generated({})])).toEqual([
    "metadata.name of Job (document 2) must be set: got generateName db-migrate-, another name in each run",
  ]);
});

test("hooks and a command of sluice:migration exclude each other, and settings alone need hooks", () => {
  expect(refuse([deployment(), job("db")], { migration: "command" })).toEqual([
    "sluice:migration.command must be left out, since hooks of the set are the migration: got it beside Job db; leave it out, or switch the hooks off by a value of the chart or a patch",
  ]);
  expect(refuse([deployment()], { migration: "settings" })).toEqual([
    "sluice:migration.command must be set, since the set has no hook that is a migration: got none",
  ]);
  expect(take([deployment(), job("db")], { migration: "settings" }).hooks).toHaveLength(1);
  expect(take([deployment()], { migration: "command" }).hooks).toEqual([]);
});

import { imageOf } from "../support/environment";
import { base, release } from "../support/base-program";
import { findRegistered as find, listRegistered as list } from "../support/pulumi-mocks";

const migration = "{ command: [/scholarlink, migrate] }";

describe("declareBase()", () => {
  test("declares exactly these resources", async () => {
    expect(list(await base({ migration }))).toEqual([
      "kubernetes:apps/v1:Deployment scholarlink-canary",
      "kubernetes:apps/v1:Deployment scholarlink-stable",
      "kubernetes:batch/v1:Job scholarlink-migration",
      "kubernetes:core/v1:Service scholarlink-canary",
      "kubernetes:core/v1:Service scholarlink-canary-probe",
      "kubernetes:core/v1:Service scholarlink-stable",
      "kubernetes:core/v1:Service scholarlink-stable-probe",
      "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute scholarlink",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy scholarlink-canary",
      "kubernetes:networking.k8s.io/v1:NetworkPolicy scholarlink-stable",
      "kubernetes:policy/v1:PodDisruptionBudget scholarlink-canary",
      "kubernetes:policy/v1:PodDisruptionBudget scholarlink-stable",
      "pulumi-nodejs:dynamic/sluice:Migration scholarlink-migration",
      "pulumi-nodejs:dynamic/sluice:Promotion scholarlink",
      "pulumi-nodejs:dynamic/sluice:Release scholarlink",
      "pulumi-nodejs:dynamic/sluice:RouteRules scholarlink-rules",
      "pulumi:providers:kubernetes cluster",
      "random:index/randomPassword:RandomPassword scholarlink-probe",
      "sluice:index:Route scholarlink",
      "sluice:index:Track scholarlink-canary",
      "sluice:index:Track scholarlink-stable",
    ]);
  });

  test("declares no Job where the image was promoted before, or nothing migrates", async () => {
    const gone = await base({ migration }, { migrate: false });
    const ofMigration = ({ type }: { type: string }) => type.endsWith(":Job") || type.endsWith(":Migration");
    expect(gone.filter(ofMigration)).toEqual([]);
    expect((await base()).filter(ofMigration)).toEqual([]);
  });

  test("takes every image from the release's outputs and never from the configuration", async () => {
    const all = await base({ migration });
    for (const [name, image] of [
      ["scholarlink-stable", release.stableImage],
      ["scholarlink-canary", release.canaryImage],
    ] as const) {
      const deployment = find(all, "Deployment", name);
      expect(deployment.inputs).toMatchObject({ spec: { template: { spec: { containers: [{ image }] } } } });
      expect(deployment.madeFrom["spec"]).toEqual(["pulumi-nodejs:dynamic/sluice:Release scholarlink"]);
    }
    const inCluster = all.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(JSON.stringify(inCluster.map(({ inputs }) => inputs))).not.toContain(imageOf("a"));
  });

  test("creates the canary without pods and leaves their number alone", async () => {
    const { inputs, ignoreChanges } = find(await base(), "Deployment", "scholarlink-canary");
    expect(inputs).toMatchObject({
      metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { replicas: 0 },
    });
    expect(ignoreChanges).toEqual(["spec.replicas"]);
  });

  test("leaves waiting for stable to Promotion, creates it with the release's number of pods, and leaves that to whoever scales it", async () => {
    const { inputs, ignoreChanges } = find(await base(), "Deployment", "scholarlink-stable");
    expect(inputs).toMatchObject({ spec: { replicas: release.stableReplicas } });
    expect(inputs).toHaveProperty(["metadata", "annotations", "pulumi.com/skipAwait"], "true");
    expect(ignoreChanges).toEqual(["spec.replicas"]);
  });

  test("leaves stable's number of pods and the autoscaler's lower end alone where there is an autoscaler", async () => {
    const all = await base({ app: "{ name: scholarlink, replicas: 3, autoscale: { maxReplicas: 9 } }" });
    const stable = find(all, "Deployment", "scholarlink-stable");
    expect(stable.ignoreChanges).toEqual(["spec.replicas"]);
    expect(stable.inputs).not.toHaveProperty(["spec", "replicas"]);
    const autoscaler = find(all, "HorizontalPodAutoscaler", "scholarlink-stable");
    expect(autoscaler.ignoreChanges).toEqual(["spec.minReplicas"]);
    expect(autoscaler.inputs).toMatchObject({
      spec: {
        minReplicas: 3,
        maxReplicas: 9,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "scholarlink-stable" },
        metrics: [{ type: "Resource", resource: { name: "cpu", target: { averageUtilization: 70 } } }],
      },
    });
    expect(all.filter(({ type }) => type.endsWith("Autoscaler"))).toHaveLength(1);
  });

  test("lets in further ports where they are named, on both tracks", async () => {
    const all = await base({ app: "{ name: scholarlink, allowPorts: [15008] }" });
    for (const name of ["scholarlink-stable", "scholarlink-canary"]) {
      const { ingress } = find(all, "NetworkPolicy", name).inputs["spec"] as {
        ingress: { ports: unknown[] }[];
      };
      expect(ingress[0]?.ports).toEqual([8080, 9090, 15_008].map((port) => ({ port, protocol: "TCP" })));
    }
  });

  test("creates the route with everything on stable and never looks at its rules again", async () => {
    const { inputs, ignoreChanges } = find(await base(), "HTTPRoute", "scholarlink");
    const { rules } = inputs["spec"] as { rules: { backendRefs: { name: string; weight: number }[] }[] };
    expect(rules[0]?.backendRefs.map(({ name, weight }) => [name, weight])).toEqual([
      ["scholarlink-stable", 100],
      ["scholarlink-canary", 0],
    ]);
    expect(ignoreChanges).toEqual(["spec.rules"]);
  });

  test("orders release, migration, tracks, route, rules, promotion", async () => {
    const all = await base({ migration });
    const job = "kubernetes:batch/v1:Job scholarlink-migration";
    const first = "pulumi-nodejs:dynamic/sluice:Release scholarlink";
    const run = "pulumi-nodejs:dynamic/sluice:Migration scholarlink-migration";
    expect(find(all, "Job", "scholarlink-migration").dependsOn).toContain(first);
    expect(find(all, "Migration", "scholarlink-migration").dependsOn).toEqual(
      expect.arrayContaining([first, job]),
    );
    const tracks = all.filter(({ parent }) => parent.startsWith("sluice:index:Track"));
    expect(tracks).toHaveLength(10);
    for (const part of tracks) expect(part.dependsOn).toEqual(expect.arrayContaining([first, job, run]));
    const parts = tracks.map(({ type, name }) => `${type} ${name}`);
    const route = find(all, "HTTPRoute", "scholarlink");
    expect(route.dependsOn).toEqual(expect.arrayContaining(parts));
    const routeName = `${route.type} scholarlink`;
    expect(find(all, "RouteRules", "scholarlink-rules").dependsOn).toContain(routeName);
    expect(find(all, "Promotion", "scholarlink").dependsOn).toEqual(
      expect.arrayContaining([
        ...parts,
        routeName,
        "pulumi-nodejs:dynamic/sluice:RouteRules scholarlink-rules",
      ]),
    );
  });

  test("names one field manager on every object", async () => {
    const objects = (await base({ migration })).filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects).toHaveLength(12);
    for (const { inputs } of objects) {
      expect(inputs).toHaveProperty(
        ["metadata", "annotations", "pulumi.com/patchFieldManager"],
        "sluice-base",
      );
    }
  });

  test("speaks to the configured context only and is not replaced with another address of it", async () => {
    expect(find(await base(), "kubernetes", "cluster").inputs).toMatchObject({
      context: "prod-eu",
      clusterIdentifier: "5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11",
    });
  });

  test("declares the way into the cluster only after the release has checked which cluster it is", async () => {
    const checks = "pulumi-nodejs:dynamic/sluice:Release scholarlink";
    expect(find(await base(), "kubernetes", "cluster").dependsOn).toContain(checks);
  });

  test("starts it at once in a preview, in which all else waits for the release alone", async () => {
    const all = await base({}, {}, true);
    const checks = "pulumi-nodejs:dynamic/sluice:Release scholarlink";
    expect(find(all, "kubernetes", "cluster").dependsOn).toEqual([]);
    const tracks = all.filter(({ parent }) => parent.startsWith("sluice:index:Track "));
    expect(tracks).toHaveLength(10);
    for (const part of tracks) expect(part.dependsOn).toContain(checks);
    const token = "random:index/randomPassword:RandomPassword scholarlink-probe";
    expect(find(all, "HTTPRoute", "scholarlink").dependsOn).toEqual([checks, token]);
    const route = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute scholarlink";
    expect(find(all, "RouteRules", "scholarlink-rules").dependsOn).toEqual([route, checks, token]);
    expect(find(all, "Promotion", "scholarlink").dependsOn).toEqual([checks]);
  });

  test("records on the migration what to go back to", async () => {
    const all = await base({ migration: "{ command: [migrate], backup: 's3://backups/1' }" });
    expect(find(all, "Job", "scholarlink-migration").inputs).toMatchObject({
      metadata: { annotations: { "sluice.dev/backup": "s3://backups/1" } },
    });
  });

  test("hands whoever runs the migration the Job itself, and what ends it", async () => {
    const keys = "{ command: [migrate], lockTimeout: 5s, cancel: { command: [stop] } }";
    const all = await base({ migration: keys });
    const job = find(all, "Job", "scholarlink-migration");
    const { order, isLockLimited } = find(all, "Migration", "scholarlink-migration").inputs as {
      order: Record<string, unknown>;
      isLockLimited: boolean;
    };
    expect(isLockLimited).toBe(true);
    const { metadata, spec } = job.inputs;
    expect(order).toMatchObject({
      image: release.canaryImage,
      onStableHarmed: "stop",
      job: { metadata, spec },
    });
    expect(order["cancel"]).toMatchObject({ metadata: { name: "scholarlink-migrate-cccccccccccc-cancel" } });
    expect(job.ignoreChanges).toEqual(["spec.suspend"]);
    expect(find(await base({ migration }), "Migration", "scholarlink-migration").inputs).toMatchObject({
      isLockLimited: false,
    });
  });

  test("makes the migration again when it failed, one at a time, without a time to live", async () => {
    const job = find(
      await base({ migration: "{ command: [migrate], deadline: 5m, retries: 1 }" }),
      "Job",
      "scholarlink-migration",
    );
    expect(job.deleteBeforeReplace).toBe(true);
    expect(job.inputs).toMatchObject({
      metadata: {
        name: "scholarlink-migrate-cccccccccccc",
        annotations: { "pulumi.com/skipAwait": "true", "sluice.dev/reversible": "false" },
      },
      spec: {
        suspend: true,
        backoffLimit: 1,
        activeDeadlineSeconds: 300,
        podReplacementPolicy: "Failed",
        template: {
          spec: {
            restartPolicy: "Never",
            containers: [
              {
                image: release.canaryImage,
                command: ["migrate"],
                terminationMessagePolicy: "FallbackToLogsOnError",
              },
            ],
          },
        },
      },
    });
    expect(job.inputs).not.toHaveProperty(["spec", "ttlSecondsAfterFinished"]);
  });

  test("tells the release what may not change while one runs", async () => {
    const { inputs } = find(await base(), "Release", "scholarlink");
    expect(inputs).toMatchObject({
      pods: { maxSurge: 1 },
      shape: {
        identity: {
          namespace: "default",
          tracks: ["scholarlink-stable", "scholarlink-canary"],
          route: "scholarlink",
          servicePort: 8080,
        },
      },
    });
  });
});

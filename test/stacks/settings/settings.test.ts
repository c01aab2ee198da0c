import { weightStage } from "../../../components/core/stage/exposure";
import { toSettings } from "../../../stacks/settings/settings";
import { toMigration, toWorkload } from "../../../stacks/settings/workload";
import { configWith, imageOf } from "../../support/environment";

const base = { kind: "base", environment: "prod" } as const;

describe("toSettings()", () => {
  test("has what others may do with the pods, where anything is allowed", () => {
    const config = configWith({ app: "{ name: scholarlink, sharedServices: [old], allowPorts: [15008] }" });
    expect(toSettings(config, base)).toMatchObject({ sharedServices: ["old"], allowPorts: [15_008] });
  });

  test("has policies of others that are accepted, and what the Ingress of router nginx is like", () => {
    const traffic =
      "{ router: nginx, host: app.example.org, ingress: { tlsSecret: tls }, policies: { RateLimitPolicy/shop: counts } }";
    const config = configWith({ traffic, analysis: "{ prometheus: 'http://p', source: ingress-nginx }" });
    expect(toSettings(config, base).traffic).toMatchObject({
      policies: { "RateLimitPolicy/shop": "counts" },
      ingress: { tlsSecret: "tls" },
    });
  });

  test("resolves what is derived from other keys", () => {
    expect(toSettings(configWith(), base)).toEqual({
      environment: "prod",
      stack: "prod",
      app: "scholarlink",
      namespace: "default",
      cluster: { context: "prod-eu", uid: "5e0a34c2-7a2b-4c4e-9d7e-0d8a3a9a8f11" },
      image: imageOf("a"),
      stages: [
        { ...weightStage(1), soakSeconds: 300 },
        { ...weightStage(5), soakSeconds: 600 },
        { ...weightStage(20), soakSeconds: 900 },
        { ...weightStage(50), soakSeconds: 900 },
        { ...weightStage(100), soakSeconds: 1800 },
      ],
      port: 8080,
      stable: { replicas: 2 },
      readySeconds: 300,
      promotion: { watchSeconds: 60, warmupRequests: 20 },
      traffic: {
        router: "gateway",
        route: "scholarlink",
        host: "app.example.org",
        gateway: { name: "gateway", namespace: "default" },
        scheme: "https",
        probePath: "/",
        propagationSeconds: 2,
        drainSeconds: 5,
      },
      analysis: {
        prometheus: "service://monitoring/prometheus:9090",
        source: "traefik",
        labels: {},
        ignoreRoutes: ["/healthz", "/readyz", "/metrics"],
        tickSeconds: 5,
        blindSeconds: 120,
        onStableHarmed: "abort",
        syntheticPerSecond: 4,
        requestTimeoutSeconds: 5,
        metrics: [],
        parameters: {},
      },
    });
  });

  test("says what the environment demands where a stage's own file says something else", () => {
    const parameters = (text: string) =>
      configWith({ analysis: `{ prometheus: 'http://p', parameters: ${text} }` });
    const stage = { kind: "stage", environment: "prod", key: "5" } as const;
    const settle = (own: string, environment: string) =>
      toSettings(parameters(own), stage, parameters(environment)).analysis.environmentParameters;
    expect(settle("{ falseAbortRate: 0.05 }", "{ unacceptableErrorRatio: 0.2 }")).toEqual({ pBad: 0.2 });
    expect(settle("{ falseAbortRate: 0.05 }", "{}")).toEqual({});
    expect(settle("{ falseAbortRate: 0.05 }", "{ falseAbortRate: 0.05 }")).toBeUndefined();
  });

  test("hands on everything that was set", () => {
    const config = configWith({
      app: "{ name: shop, namespace: web, port: 80, replicas: 3, autoscale: { maxReplicas: 6 }, progressDeadline: 1m }",
      release: `{ image: "${imageOf("b")}", emergency: { reason: stable is down, expires: "2026-11-21T18:00:00Z" } }`,
      stages: "[{ weight: 5, soak: 1m }, { weight: 100, soak: 1m, deadline: 1h }]",
      traffic:
        "{ host: a.b, route: r, gateway: { name: g, namespace: n, listener: l }, address: '127.0.0.1:80', scheme: http, probePath: /p, propagation: 10s }",
      analysis:
        "{ prometheus: 'https://p', tokenFrom: TOKEN, tenant: team-a, source: opentelemetry, interval: 2s, noDataTimeout: 1m, timeout: 3s, objectives: { errorRatio: 0.02 }, parameters: { falseAbortRate: 0.05 } }",
    });
    expect(toSettings(config, { kind: "stage", environment: "prod", key: "100" })).toMatchObject({
      stack: "prod-canary-100",
      namespace: "web",
      image: imageOf("b"),
      emergency: { reason: "stable is down", expires: "2026-11-21T18:00:00Z" },
      stages: [
        { ...weightStage(5), soakSeconds: 60 },
        { ...weightStage(100), soakSeconds: 60, deadlineSeconds: 3600 },
      ],
      port: 80,
      stable: { minReplicas: 3, maxReplicas: 6 },
      readySeconds: 60,
      traffic: {
        route: "r",
        gateway: { name: "g", namespace: "n", listener: "l" },
        address: "127.0.0.1:80",
        scheme: "http",
        probePath: "/p",
        propagationSeconds: 10,
        drainSeconds: 20,
      },
      analysis: {
        tokenFrom: "TOKEN",
        tenant: "team-a",
        source: "opentelemetry",
        tickSeconds: 2,
        blindSeconds: 60,
        onStableHarmed: "abort",
        requestTimeoutSeconds: 3,
        parameters: { alpha: 0.05, objectiveErrorRatio: 0.02 },
      },
    });
  });

  test("takes a time as Pulumi writes it back", () => {
    const release = `{ image: "${imageOf("b")}", emergency: { reason: hotfix, expires: "2026-11-21 18:00:00 +0100 CET" } }`;
    expect(toSettings(configWith({ release }), base).emergency?.expires).toBe("2026-11-21T18:00:00+01:00");
  });

  test("keeps the release before ready for as long as was asked", () => {
    const soaks = (promotion: string) =>
      toSettings(configWith({ promotion }), base).stages.map(({ soakSeconds }) => soakSeconds);
    expect(soaks("{ keepPrevious: 2h }")).toEqual([300, 600, 900, 900, 7200]);
    expect(soaks("{ keepPrevious: 10m }")).toEqual([300, 600, 900, 900, 1800]);
    const { promotion } = toSettings(configWith({ promotion: "{ watch: 5s, warmup: 0 }" }), base);
    expect(promotion).toEqual({ watchSeconds: 5, warmupRequests: 0 });
  });

  test("takes a drain that is longer than needed as it is", () => {
    const config = configWith({ traffic: "{ host: a.b, drain: 1m }" });
    expect(toSettings(config, base).traffic.drainSeconds).toBe(60);
  });

  test("refuses a stage that the environment does not have", () => {
    expect(() => toSettings(configWith(), { kind: "stage", environment: "prod", key: "7" })).toThrow(
      'Cannot use stack "prod-canary-7": the stage in its name must be one of sluice:stages (1%, 5%, 20%, 50%, 100%): got 7% (Pulumi.prod.yaml)',
    );
  });
});

describe("toWorkload()", () => {
  test("has defaults for a small HTTP service", () => {
    expect(toWorkload(configWith())).toEqual({
      port: 8080,
      metrics: { port: 9090, path: "/metrics" },
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
      probes: {
        startup: { path: "/healthz", periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 120 },
        readiness: { path: "/readyz", periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2 },
        liveness: { path: "/healthz", periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 6 },
      },
      env: { plain: {}, secret: {} },
      imagePullSecrets: [],
      allowFrom: [],
      allowPorts: [],
      drainSeconds: 5,
      stopSeconds: 25,
      readySeconds: 300,
      stable: { replicas: 2 },
    });
  });

  test("hands on everything that was set", () => {
    const app = [
      "{ name: shop, command: [/a], args: [b], user: 1000, serviceAccount: s, imagePullSecrets: [p], allowFrom: [n]",
      "env: { A: b }, secretEnv: { URL: { secret: database, key: url } }, autoscale: { maxReplicas: 4, cpuPercent: 50 }",
      "resources: { requests: { memory: 1Gi }, limits: { cpu: '2' } } }",
    ].join(", ");
    expect(toWorkload(configWith({ app }))).toMatchObject({
      command: ["/a"],
      args: ["b"],
      user: 1000,
      serviceAccount: "s",
      imagePullSecrets: ["p"],
      allowFrom: ["n"],
      env: { plain: { A: "b" }, secret: { URL: { secret: "database", key: "url" } } },
      resources: { requests: { memory: "1Gi" }, limits: { cpu: "2" } },
      stable: { replicas: 2, autoscale: { maxReplicas: 4, cpuPercent: 50 } },
    });
  });
});

describe("toMigration()", () => {
  test("is nothing where none is configured", () => {
    expect(toMigration(configWith())).toBeUndefined();
  });

  test("runs once for up to ten minutes and cannot be taken back, unless said otherwise", () => {
    expect(toMigration(configWith({ migration: "{ command: [migrate] }" }))).toEqual({
      command: ["migrate"],
      deadlineSeconds: 600,
      retries: 0,
      reversible: false,
      onStableHarmed: "stop",
      env: { plain: {}, secret: {} },
    });
  });

  test("is that of hooks where a set has them, with or without settings", () => {
    const keys = { app: "{ name: shop, from: { manifest: k8s } }" };
    const defaults = { deadlineSeconds: 600, retries: 0, reversible: false };
    expect(toMigration(configWith(keys), true)).toMatchObject(defaults);
    expect(toMigration(configWith(keys), true)).not.toHaveProperty("command");
    expect(toMigration(configWith({ ...keys, migration: "{ reversible: true }" }), true)).toMatchObject({
      ...defaults,
      reversible: true,
    });
  });

  test("hands on everything that was set", () => {
    const migration =
      "{ command: [a], args: [b], deadline: 1h, retries: 2, reversible: true, backup: b, lockTimeout: 5s, onStableHarmed: hold, cancel: { command: [c] }, env: { C: d }, secretEnv: { E: { secret: f, key: g } } }";
    expect(toMigration(configWith({ migration }))).toEqual({
      command: ["a"],
      args: ["b"],
      deadlineSeconds: 3600,
      retries: 2,
      reversible: true,
      lockTimeoutSeconds: 5,
      onStableHarmed: "hold",
      cancel: ["c"],
      backup: "b",
      env: { plain: { C: "d" }, secret: { E: { secret: "f", key: "g" } } },
    });
  });
});

test("toSettings() has sluice:verify.onFail only where it is more than telling people", () => {
  expect(toSettings(configWith({ verify: "{ onFail: rollback }" }), base)).toMatchObject({
    onVerifyFail: "rollback",
  });
  expect(toSettings(configWith(), base)).not.toHaveProperty("onVerifyFail");
});

import { z } from "zod";
import { duration, list, mapping, objectName, quantity, text, urlPath, whole } from "./field";

const variableName = () => text("be the name of an environment variable", /^[A-Za-z_][A-Za-z0-9_]*$/);

const record = (rule: string) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === "invalid_key" ? "have a name of letters, digits and _ that starts with no digit" : rule,
});

/** Plain environment variables by name. */
export const plainEnvironment = () =>
  z
    .record(
      variableName(),
      text("be a text; quote numbers and booleans", /^/),
      record('be a mapping of variables to texts, for example { LOG_LEVEL: "info" }'),
    )
    .default({});

/** Environment variables from Kubernetes Secrets: names only, never the value. */
export const secretEnvironment = (path: string) =>
  z
    .record(
      variableName(),
      mapping(path, {
        secret: objectName(253),
        key: text("be a key of the Secret", /^[-._a-zA-Z0-9]+$/),
      }),
      record(
        "be a mapping of variables to { secret, key }, for example { DATABASE_URL: { secret: database, key: url } }",
      ),
    )
    .default({});

const probe = (path: string, defaults: { path: string; period: string; failures: number }) =>
  mapping(`app.probes.${path}`, {
    path: urlPath().default(defaults.path),
    period: duration("5m").prefault(defaults.period),
    timeout: duration("1m").prefault("2s"),
    failures: whole(1, 1000).default(defaults.failures),
  }).prefault({});

const amounts = (path: string, defaults: { cpu?: string; memory?: string }) =>
  mapping(path, { cpu: quantity().optional(), memory: quantity().optional() }).default(defaults);

/** `sluice:app`: what both tracks run. */
export const appSchema = mapping("app", {
  /** Names the Deployments (`<name>-stable`, `<name>-canary`), Services, route and ledger. No default. */
  name: objectName(40),
  /** Must exist. @default "default" */
  namespace: objectName().default("default"),
  /** Port of the app's HTTP server. @default 8080 */
  port: whole(1, 65_535).default(8080),
  /** Where Prometheus scrapes the pods. @default port 9090, path "/metrics" */
  metrics: mapping("app.metrics", {
    port: whole(1, 65_535).default(9090),
    path: urlPath().default("/metrics"),
  }).prefault({}),
  /** Stable's replicas, and its autoscaler's lower end where there is one. @default 2 */
  replicas: whole(1, 1000).default(2),
  /** An autoscaler on stable, between `replicas` and `maxReplicas`. @default - none */
  autoscale: mapping("app.autoscale", {
    maxReplicas: whole(1, 1000),
    cpuPercent: whole(1, 100, "percent").default(70),
  }).optional(),
  /** @default requests cpu 100m and memory 128Mi, limit memory 256Mi */
  resources: mapping("app.resources", {
    requests: amounts("app.resources.requests", { cpu: "100m", memory: "128Mi" }),
    limits: amounts("app.resources.limits", { memory: "256Mi" }),
  }).prefault({}),
  /** HTTP probes on `port`. @default readiness /readyz every 2s, liveness /healthz every 10s, startup /healthz every 1s for 2 minutes */
  probes: mapping("app.probes", {
    startup: probe("startup", { path: "/healthz", period: "1s", failures: 120 }),
    readiness: probe("readiness", { path: "/readyz", period: "2s", failures: 2 }),
    liveness: probe("liveness", { path: "/healthz", period: "10s", failures: 6 }),
  }).prefault({}),
  /** @default - the image's entry point */
  command: list(text("be a text", /^/), "be a list of texts", 1).optional(),
  args: list(text("be a text", /^/), "be a list of texts", 1).optional(),
  env: plainEnvironment(),
  secretEnv: secretEnvironment("app.secretEnv"),
  /** Numeric user of the container. @default - the image's own, which must not be root */
  user: whole(1, 2_147_483_647).optional(),
  /** @default - the namespace's default, without a token */
  serviceAccount: objectName(253).optional(),
  imagePullSecrets: list(objectName(253), "be a list of names of Secrets").default([]),
  /** Namespaces whose pods may connect. @default - everybody */
  allowFrom: list(objectName(), "be a list of names of namespaces").default([]),
  /** Longest time for pods to become ready. @default "5m" */
  readyWithin: duration("1h").prefault("5m"),
  /** Time for requests under way when a pod stops, after the router's drain. @default "25s" */
  stopWithin: duration("1h").prefault("25s"),
}).check((context) => {
  const { autoscale, replicas } = context.value;
  if (autoscale !== undefined && autoscale.maxReplicas < replicas) {
    context.issues.push({
      code: "custom",
      path: ["autoscale", "maxReplicas"],
      message: `be at least replicas (${replicas})`,
      input: autoscale.maxReplicas,
    });
  }
});

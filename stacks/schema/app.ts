import { z } from "zod";
import { parseQuantity } from "../../components/core/workload/sizes/quantity";
import { fromKeys } from "./from";
import {
  dottedName,
  duration,
  list,
  mapping,
  objectName,
  quantity,
  serviceName,
  text,
  told,
  urlPath,
  whole,
} from "../fields/field";

const variableName = () => text("be the name of an environment variable", /^[A-Za-z_][A-Za-z0-9_]*$/);

const record = (rule: string) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === "invalid_key" ? "have a name of letters, digits and _ that starts with no digit" : rule,
});

/** A program with its arguments; the program has a name. */
export const commandLine = () =>
  list(text("be a text", /^/), "be a list of texts with at least one", 1).refine(
    ([program = "x"]) => /\S/.test(program),
    { error: "begin with a program" },
  );

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
        secret: dottedName(),
        key: text("be a key of the Secret", /^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/),
      }),
      record(
        "be a mapping of variables to { secret, key }, for example { DATABASE_URL: { secret: database, key: url } }",
      ),
    )
    .default({});

interface ProbeDefaults {
  readonly path: string;
  readonly period: string;
  readonly failures: number;
}

const probe = (
  path: string,
  defaults: ProbeDefaults,
  does: string,
  ends = "answers in a row that are missing or bad before it counts as failed",
) =>
  mapping(`app.probes.${path}`, {
    path: told(does, urlPath().default(defaults.path)),
    period: told("time between two requests", duration("5m").prefault(defaults.period)),
    timeout: told("longest time of an answer", duration("1m").prefault("2s")),
    failures: told(ends, whole(1, 1000).default(defaults.failures)),
  }).prefault({});

/** A quantity of bytes: thousandths of one are a slip for `Mi`, and no container starts with so few. */
const bytes = () =>
  quantity().refine((value) => !String(value).endsWith("m"), {
    error: 'be bytes such as "128Mi": m is a thousandth of one',
  });

/** Quantities of a container by resource. */
export const amounts = (path: string, defaults: { cpu?: string; memory?: string }) =>
  mapping(path, {
    cpu: quantity().optional(),
    memory: bytes().optional(),
    "ephemeral-storage": bytes().optional(),
  }).default(defaults);

/** `sluice:app`: workload of both tracks. */
export const appSchema = mapping("app", {
  name: told(
    "names everything: `<name>-stable`, `<name>-canary`, the route, the ledger `sluice-<name>`",
    serviceName(40),
  ),
  namespace: told("where everything lives; must exist", objectName().default("default")),
  port: told("the app's HTTP port, also the Services'", whole(1, 65_535).default(8080)),
  /** Port and path at which Prometheus scrapes the pods. @default port 9090, path "/metrics" */
  metrics: mapping("app.metrics", {
    port: told(
      "port that Prometheus scrapes; pods carry the `prometheus.io/*` annotations",
      whole(1, 65_535).default(9090),
    ),
    path: told("path that Prometheus scrapes", urlPath().default("/metrics")),
  }).prefault({}),
  replicas: told(
    "pods of stable; with an autoscaler its lower end. What an autoscaler of any kind or a person set is never lowered by a run: only declaring less between two releases lowers what was declared before",
    whole(1, 1000).default(2),
  ),
  /**
   * Amount that every pod takes of something outside of the cluster, such as connections of a database. @default -
   * none: a preview names the most pods at once
   */
  perPod: mapping("app.perPod", {
    connections: told("what one pod takes at most, e.g. the size of its pool", whole(1, 100_000)),
    limit: told(
      "what all pods together may take: a release whose pods would take more at their most is refused; `perPod` itself may be left out",
      whole(1, 10_000_000),
    ),
  }).optional(),
  /** An autoscaler on stable, between `replicas` and `maxReplicas`. @default - none */
  autoscale: mapping("app.autoscale", {
    maxReplicas: told(
      "upper end of stable's HorizontalPodAutoscaler; `autoscale` itself may be left out",
      whole(1, 1000),
    ),
    cpuPercent: told("its target", whole(1, 100, "percent").default(70)),
  }).optional(),
  /** @default requests cpu 100m and memory 128Mi, limit memory 256Mi */
  resources: mapping("app.resources", {
    requests: told(
      "what a pod asks for",
      amounts("app.resources.requests", { cpu: "100m", memory: "128Mi" }),
    ),
    limits: told("what a pod gets at most", amounts("app.resources.limits", { memory: "256Mi" })),
  }).prefault({}),
  /** HTTP probes on `port`. @default readiness /readyz every 2s, liveness /healthz every 10s, startup /healthz every 1s for 2 minutes */
  probes: mapping("app.probes", {
    startup: probe(
      "startup",
      { path: "/healthz", period: "1s", failures: 120 },
      "until it answers, the others wait",
      "times `period`: how long a start may take",
    ),
    readiness: probe(
      "readiness",
      { path: "/readyz", period: "2s", failures: 2 },
      "requests are sent only while it answers",
    ),
    liveness: probe(
      "liveness",
      { path: "/healthz", period: "10s", failures: 6 },
      "a pod that does not answer is started again",
    ),
  }).prefault({}),
  command: told("entry point", commandLine().optional(), "the image's"),
  args: told(
    "its arguments",
    list(text("be a text", /^/), "be a list of texts", 1).optional(),
    "the image's",
  ),
  env: told(
    "variables as texts; `POD_NAME` and `TRACK` (`stable` or `canary`) are there already",
    plainEnvironment(),
  ),
  secretEnv: told(
    "variables from Secrets: `{ DATABASE_URL: { secret: database, key: url } }`",
    secretEnvironment("app.secretEnv"),
  ),
  user: told(
    "user of the container",
    whole(1, 2_147_483_647).optional(),
    "the image's, which must be a number other than 0",
  ),
  serviceAccount: told(
    "service account of the pods",
    dottedName().optional(),
    "the namespace's, without a token",
  ),
  imagePullSecrets: told("names of Secrets", list(dottedName(), "be a list of names of Secrets").default([])),
  allowFrom: told(
    "namespaces whose pods may connect (the router's and Prometheus' among them); empty: every namespace",
    list(objectName(), "be a list of names of namespaces").default([]),
  ),
  allowPorts: told(
    "further TCP ports of the pods that the NetworkPolicies let in, for example a mesh's: 15008 of Istio's ambient mode, 4143 of Linkerd",
    list(whole(1, 65_535), "be a list of ports").default([]),
  ),
  sharedServices: told(
    "Services of others that may send requests to the canary's pods at any weight, ungated: any other whose selector fits them makes the gate refuse",
    list(serviceName(), "be a list of names of Services").default([]),
  ),
  ...fromKeys,
  progressDeadline: told(
    "longest time without a further pod that becomes ready",
    duration("1h").prefault("5m"),
  ),
  terminationGracePeriod: told(
    "time for requests under way when a pod stops, after the drain",
    duration("1h").prefault("25s"),
  ),
}).check((context) => {
  const { autoscale, replicas, resources, from } = context.value;
  const { requests, limits } = resources;
  const refuse = (path: readonly string[], message: string, input: unknown): void => {
    context.issues.push({ code: "custom", path: [...path], message, input });
  };
  for (const key of ["patch", "workload", "adopt", "container", "parallel"] as const) {
    if (from !== undefined || context.value[key] === undefined) continue;
    refuse([key], "be left out without app.from, which it is about", context.value[key]);
  }
  if (autoscale !== undefined && requests.cpu === undefined && limits.cpu === undefined) {
    const rule = "be set with autoscale, which scales by the share of it that pods use";
    refuse(["resources", "requests", "cpu"], rule, undefined);
  }
  for (const name of ["cpu", "memory", "ephemeral-storage"] as const) {
    const [request, limit] = [requests[name], limits[name]];
    const isAbove = Number(parseQuantity(String(request ?? ""))) > Number(parseQuantity(String(limit ?? "")));
    if (!isAbove) continue;
    refuse(
      ["resources", "requests", name],
      `be at most resources.limits.${name} (${limit}), which ${request} is not`,
      request,
    );
  }
  if (autoscale !== undefined && autoscale.maxReplicas < replicas) {
    context.issues.push({
      code: "custom",
      path: ["autoscale", "maxReplicas"],
      message: `be at least replicas (${replicas})`,
      input: autoscale.maxReplicas,
    });
  }
});

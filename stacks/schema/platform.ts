import { z } from "zod";
import { namespacesOf } from "../../components/core/access/environment-space";
import { clusterSchema } from "./cluster";
import { routerNames } from "../../components/core/routers/routers";
import { dottedName, flag, list, mapping, objectName, oneOf, quantity, text, whole } from "../fields/field";

const subjectRule =
  'be "group:<name>", "user:<name>" or "serviceaccount:<namespace>/<name>", for example "group:sre"';

/** Subjects that get a role. */
const subjects = () =>
  list(
    text(subjectRule, /^((group|user):\S+|serviceaccount:[a-z0-9-]+\/[a-z0-9.-]+)$/),
    "be a list of accounts",
  ).default([]);

/** `sluice:policies`: which checks the cluster enforces, and where. */
const policiesSchema = mapping("policies", {
  /** Action on an object that fails a check: `audit` warns and is written to the audit log. @default "audit" */
  enforcement: oneOf(["audit", "deny"]).default("audit"),
  /** Another enforcement for single checks, by name, or `off`. @default - none */
  checks: z
    .record(z.string(), oneOf(["audit", "deny", "off"]), {
      error: "be a mapping of names of checks to audit, deny or off",
    })
    .default({}),
  /** Namespaces that checks are about. @default - all but `except` */
  namespaces: list(objectName(), "be a list of names of namespaces").default([]),
  /** Namespaces that no check is about. @default kube-system, kube-public, kube-node-lease */
  except: list(objectName(), "be a list of names of namespaces").default([
    "kube-system",
    "kube-public",
    "kube-node-lease",
  ]),
  /** Parameters of checks, by name of the check. @default - the checks' own */
  parameters: z
    .record(z.string(), z.record(z.string(), text("be a text; quote numbers", /^/)), {
      error: "be a mapping of names of checks to their parameters",
    })
    .default({}),
});

/** `sluice:images`: the pack's rules about signed images, enforced by a controller that the cluster has. */
const imagesSchema = mapping("images", {
  /** Controller that enforces them: Kyverno 1.19 or newer, or Sigstore's policy-controller. */
  controller: oneOf(["kyverno", "policy-controller"]),
  /** File of `--policy-pack-config`, from the project's folder; its `images-signed` is meant. */
  config: text("be a file, for example policies.json"),
  /** `audit` only warns, `deny` does as each policy's `mode` says. @default "audit" */
  enforcement: oneOf(["audit", "deny"]).default("audit"),
});

/** An app with a watchdog, and the object that splits its traffic. */
const watchdogSchema = mapping("access.watchdogs", {
  app: objectName(40),
  router: oneOf(routerNames).default("gateway"),
  /** Name of the router's object. @default - the app's */
  route: dottedName().optional(),
  /** Kind of that object, with router `gateway`. @default HTTPRoute */
  kind: oneOf(["HTTPRoute", "GRPCRoute"]).optional(),
  /** It reads the pods' logs, for metrics of kind `log`. */
  logs: flag().default(false),
});

/** `sluice:access`: accounts and their roles in one app's namespace. */
const accessSchema = mapping("access", {
  namespace: objectName(),
  /** Service of Prometheus, if it is asked through the API server's proxy. @default - it is not */
  prometheus: mapping("access.prometheus", {
    namespace: objectName(),
    service: objectName(),
    port: whole(1, 65_535).default(9090),
  }).optional(),
  viewers: subjects(),
  previewers: subjects(),
  releasers: subjects(),
  aborters: subjects(),
  /** Apps of the namespace have flags: releasers and aborters may make flagd look at a write, and ask it. */
  flags: flag().default(false),
  /** Apps whose watchdog Job gets an account of its own. @default - none */
  watchdogs: list(watchdogSchema, "be a list of apps").default([]),
});

/** `sluice:environments`: namespaces, and the rules of each. */
const environmentSchema = mapping("environments", {
  /** Its namespace; with `branches` the beginning of each namespace's name. */
  namespace: objectName(),
  /** Branches that have an environment each, in namespace `<namespace>-<branch>`. @default - it is one environment */
  branches: list(objectName(40), "be a list of names of branches").optional(),
  /** Pod security standard that the API server demands. @default none */
  podSecurity: oneOf(["baseline", "restricted"]).optional(),
  /** Bounds of a ResourceQuota. @default none */
  quota: z
    .record(z.string(), quantity().transform(String), {
      error: 'be a mapping of resources to quantities, for example { requests.cpu: "8", pods: 50 }',
    })
    .optional(),
  /** Namespaces whose pods may connect to its pods, beside its own. @default - all may */
  network: mapping("environments.network", {
    from: list(objectName(), "be a list of names of namespaces").default([]),
  }).optional(),
});

/** Environments, no two of which share a namespace. */
const environmentsSchema = list(environmentSchema, "be a list of environments").check((context) => {
  const seen = new Set<string>();
  for (const [index, one] of context.value.entries())
    for (const name of namespacesOf(one)) {
      const rule = seen.has(name)
        ? `make namespaces of its own, and not "${name}" once more`
        : name.length > 63
          ? `make names of at most 63 characters, and not "${name}"`
          : undefined;
      seen.add(name);
      if (rule !== undefined)
        context.issues.push({
          code: "custom",
          message: rule,
          input: one.namespace,
          path: [index, "namespace"],
        });
    }
});

/** Schema of `Pulumi.platform.yaml` under `sluice:`. */
export const platformSchema = mapping("", {
  cluster: clusterSchema,
  policies: policiesSchema.prefault({}),
  /** @default - the pack alone judges signatures, at plan time */
  images: imagesSchema.optional(),
  /** @default - the stack makes no namespace but its own */
  environments: environmentsSchema.default([]),
  access: list(accessSchema, "be a list of namespaces with their accounts").default([]),
});

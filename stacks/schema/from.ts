import { z } from "zod";
import { dottedName, list, mapping, serviceName, text, textOr, told, whole } from "../fields/field";

const filePath = () =>
  text("be a path in the project, without a scheme", /^(?![a-z+.-]+:\/\/|git@|-)\S(.*\S)?$/);

/** A list of items, or one of them. */
const oneOrMore = <Items extends z.ZodArray>(items: Items) =>
  z
    .unknown()
    .transform((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .pipe(items);

const anyMapping = (rule: string) => z.record(z.string(), z.unknown(), { error: rule });

const semver = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const valuesRule = "be a mapping of values, a file of them, or a list of both; later ones win";

const values = () => oneOrMore(list(textOr(filePath(), anyMapping(valuesRule)), valuesRule));

const chart = mapping("app.from.chart", {
  path: told("folder or archive of a chart in the project; instead of `name`", filePath().optional(), "none"),
  name: told(
    "a chart in `repository`, or `oci://…`; instead of `path`",
    text(
      "be the name of a chart, or oci:// and its place",
      /^(oci:\/\/)?[A-Za-z0-9][-A-Za-z0-9._/:]*$/,
    ).optional(),
    "none",
  ),
  repository: told(
    "address of the repository that `name` is in",
    text("be an address of http or https", /^https?:\/\/\S+$/).optional(),
    "none",
  ),
  version: told(
    "exact version of `name`, no range",
    text(
      "be an exact version such as 1.4.2: a range or none would be another chart tomorrow",
      semver,
    ).optional(),
    "none",
  ),
  digest: told(
    "`sha256:…` of the archive of `name`, or of its manifest where it is in a registry: another one under the same version is refused",
    text("be sha256: and 64 hex digits", /^sha256:[0-9a-f]{64}$/).optional(),
    "any",
  ),
  values: told(
    "values of the chart: a mapping, files, or a list of both",
    values().optional(),
    "the chart's own",
  ),
  release: told("name of the release inside of templates", serviceName(53).optional(), "the app's name"),
}).check((context) => {
  const { path, name, repository, version, digest } = context.value;
  const refuse = (key: string, message: string, input: unknown): void => {
    context.issues.push({ code: "custom", path: [key], message, input });
  };
  if ((path === undefined) === (name === undefined)) {
    context.issues.push({
      code: "custom",
      path: [],
      message: "have path or name, one of them",
      input: context.value,
    });
  }
  if (name !== undefined && version === undefined) {
    refuse("version", "be set with name: without it the chart is another one tomorrow", version);
  }
  if (name !== undefined && !name.startsWith("oci://") && repository === undefined) {
    refuse("repository", "be set with name", repository);
  }
  if (digest !== undefined && name === undefined) refuse("digest", "be left out without name", digest);
  if (path !== undefined && version !== undefined) refuse("version", "be left out with path", version);
  if ((path !== undefined || name?.startsWith("oci://") === true) && repository !== undefined) {
    refuse("repository", "be left out with path or oci://", repository);
  }
});

const sources = ["manifest", "kustomize", "chart", "program"] as const;

/** `sluice:app.from`: where the workload is written, instead of the short form. */
export const fromSchema = mapping("app.from", {
  manifest: told(
    "file or folder of manifests (not its subfolders), or a list of them",
    oneOrMore(list(filePath(), "be a file, a folder, or a list of them", 1)).optional(),
    "none",
  ),
  kustomize: told("folder of a kustomization", filePath().optional(), "none"),
  chart: told("chart of Helm", chart.optional(), "none"),
  program: told(
    "`true`: objects that the project's own program gives to `declare`, see [its guide](../how-to/install.md)",
    z.literal(true, { error: "be true or left out" }).optional(),
    "none",
  ),
  port: told(
    "name or number of the Service's port that the users' requests come to",
    textOr(
      text("be the name or number of a port of the workload's Service", /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
      z.never({ error: "be the name or number of a port of the workload's Service" }),
    )
      .or(whole(1, 65_535))
      .optional(),
    "the only one, the one named http, or the first",
  ),
  service: told(
    "name of the Service that the users' requests come to, where several select the workload's pods",
    serviceName().optional(),
    "the one of `traffic.service`, named like the app or like its Deployment, the only one, or the only one with `port`",
  ),
  kubeVersion: told(
    "version of Kubernetes that a chart is rendered for",
    text("be a version such as 1.33.0", /^v?\d+\.\d+(\.\d+)?$/).optional(),
    "the cluster's",
  ),
  apiVersions: told(
    "further API versions that a chart is rendered for, such as `monitoring.coreos.com/v1`",
    list(
      text("be an API version", /^[a-z0-9.-]+(\/[A-Za-z0-9]+){1,2}$/),
      "be a list of API versions",
    ).optional(),
    "none: Kubernetes' own alone",
  ),
}).check((context) => {
  const given = sources.filter((key) => context.value[key] !== undefined);
  if (given.length === 1) return;
  context.issues.push({
    code: "custom",
    path: [],
    message: "have manifest, kustomize, chart or program, one of them",
    input: context.value,
  });
});

/** `sluice:app.patch`: a strategic merge patch over the rendered set, or several. */
export const patchSchema = () => {
  const rule = "be a strategic merge patch, a file of it, or a list of both";
  return oneOrMore(list(textOr(filePath(), anyMapping(rule)), rule, 1));
};

/** Further keys of `sluice:app` that go with a workload from elsewhere. */
export const fromKeys = {
  from: told(
    "where the workload is written: `{ manifest: k8s/ }`, `{ kustomize: overlays/prod }` or `{ chart: { path: chart } }`; instead of the keys of the short form",
    fromSchema.optional(),
    "the short form",
  ),
  patch: told(
    "strategic merge patch over what `from` rendered, applied by Kustomize: a mapping, a file, or a list",
    patchSchema().optional(),
    "none",
  ),
  workload: told(
    "the Deployment that is released, where there are several",
    dottedName().optional(),
    "the only one",
  ),
  adopt: told(
    "the running Deployment that stable takes the place of in the first `up`, as `sluice adopt` writes it (with `traffic.from.object`); it stays from then on, until `sluice eject`",
    dottedName().optional(),
    "none: objects of the set's names that another owner has are refused",
  ),
  container: told(
    "the container that `release.image` is for",
    serviceName().optional(),
    "the one named like the app, or the only one",
  ),
  parallel: told(
    "why two versions may run at once although the manifest says otherwise: `strategy: Recreate`, a claim for one node, ports of the node",
    text("be a text that says why").optional(),
    "none: such a workload is refused",
  ),
} as const;

/** Keys of the short form: the set says all of this itself. */
const shortKeys = [
  "port",
  "metrics",
  "replicas",
  "autoscale",
  "resources",
  "probes",
  "command",
  "args",
  "env",
  "secretEnv",
  "user",
  "serviceAccount",
  "imagePullSecrets",
  "allowFrom",
  "allowPorts",
  "progressDeadline",
  "terminationGracePeriod",
];

/** Keys of the short form that a configuration gives beside `app.from`, where they would have no effect. */
export function findShortForm(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const app = Object(raw["app"]) as Readonly<Record<string, unknown>>;
  return app["from"] === undefined ? [] : shortKeys.filter((key) => app[key] !== undefined);
}

/** `sluice:app.from`, checked. */
export type From = z.output<typeof fromSchema>;

/** `sluice:app.patch`, checked. */
export type Patches = z.output<ReturnType<typeof patchSchema>>;

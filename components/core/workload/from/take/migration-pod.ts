import type { Json, JsonObject } from "../../../revision/revision";
import { containerName } from "../template/choose-container";
import { asObject, asObjects, asTexts, at } from "../../../json";

/** Fields of a pod that are about serving beside others, or that a Job sets itself. */
const leftOut = [
  "containers",
  "initContainers",
  "restartPolicy",
  "topologySpreadConstraints",
  "readinessGates",
  "hostname",
  "subdomain",
];

/** Fields of a container that are about serving. */
const serving = ["livenessProbe", "readinessProbe", "startupProbe", "ports", "lifecycle", "restartPolicy"];

const without = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** Command of a migration in the container of the app. */
export interface MigrationEntry {
  readonly command: readonly string[];
  readonly args?: readonly string[] | undefined;
  /** @default - the container's */
  readonly image?: string | undefined;
  /** Variables that win over the container's own. */
  readonly env: readonly { readonly name: string }[];
}

/**
 * Labels that others than Services and selectors of the app go by, such as a cloud's identity. One that selects the
 * app's pods must not be on a pod that does not serve.
 */
const identityLabels = (template: JsonObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(asTexts(at(template, "metadata", "labels"))).filter(
      ([name]) => name.includes("/") && !/^(app\.kubernetes\.io|helm\.sh|sluice\.dev)\//.test(name),
    ),
  );

/**
 * Pod of a migration: the app's own container with its environment, mounts and account, and the sidecars that start
 * before it; nothing that serves.
 * @param template - of the revision, with the names that its configuration is stored under
 */
export function toMigrationTemplate(
  template: JsonObject,
  container: string,
  labels: Readonly<Record<string, string>>,
  { command, args, image, env }: MigrationEntry,
): JsonObject {
  const spec = asObject(template["spec"]);
  const own = asObject(asObjects(spec["containers"]).find((one) => containerName(one) === container));
  const sidecars = asObjects(spec["initContainers"]).filter((one) => one["restartPolicy"] === "Always");
  const affinity = without(asObject(spec["affinity"]), ["podAffinity", "podAntiAffinity"]);
  const names = new Set(env.map(({ name }) => name));
  const variables = [...asObjects(own["env"]).filter((one) => !names.has(one["name"] as string)), ...env];
  return {
    metadata: {
      labels: { ...identityLabels(template), ...labels },
      annotations: asTexts(at(template, "metadata", "annotations")),
    },
    spec: {
      ...without(spec, [...leftOut, "affinity"]),
      ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
      restartPolicy: "Never",
      ...(sidecars.length === 0 ? {} : { initContainers: sidecars }),
      containers: [
        {
          // The report of a migration that failed then ends in its last words.
          terminationMessagePolicy: "FallbackToLogsOnError",
          ...without(own, [...serving, "args"]),
          ...(image === undefined ? {} : { image }),
          command: [...command],
          ...(args === undefined ? {} : { args: [...args] }),
          ...(variables.length === 0 ? {} : { env: variables as readonly Json[] }),
        },
      ],
    },
  };
}

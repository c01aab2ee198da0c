import type { Problem } from "../../../problem";
import { toCanonicalText } from "../../../revision/canonical";
import { hashText } from "../../../revision/name-revision";
import type { Json, JsonObject } from "../../../revision/revision";
import { trackLabel } from "../../../settings";
import { containerAnnotation } from "../../app-container";
import { imageDigest } from "../../image";
import { containerName } from "../template/choose-container";
import type { RunHook } from "./hooks";
import { describe, nameOf } from "../identity";
import { asList, asObject, asObjects, asText, asTexts, at } from "../../../json";
import type { HookJob } from "../rendered-app";

/** The image that a hook shares with the app: as the set writes it, and as it is released. */
export interface ReleasedImage {
  readonly written: string;
  readonly released: string;
}

/** Fields of a Job's `spec` that a migration keeps, in a form of its own. */
const kept = ["template", "backoffLimit", "activeDeadlineSeconds", "podFailurePolicy", "suspend"];

/** Fields that would start further pods, each with the only value that does not. */
const single: Readonly<Record<string, Json>> = {
  parallelism: 1,
  completions: 1,
  completionMode: "NonIndexed",
};

/** Annotation by which kubectl chooses a container. */
const chosenByKubectl = "kubectl.kubernetes.io/default-container";

function refuseMany(job: JsonObject): readonly Problem[] {
  return Object.entries(single).flatMap(([field, only]) => {
    const got = at(job, "spec", field);
    return got === undefined || got === null || got === only
      ? []
      : [
          {
            path: describe(job),
            text: `spec.${field} of hook ${describe(job)} must be ${only as string}, since a migration has one pod at a time: got ${JSON.stringify(got)}`,
          },
        ];
  });
}

/** Container whose exit code counts: kubectl's, the one with the app's image, or the only one. */
function chooseOwn(template: JsonObject, { written }: ReleasedImage): string | undefined {
  const all = asObjects(at(template, "spec", "containers"));
  const wanted = at(template, "metadata", "annotations", chosenByKubectl);
  const chosen = wanted === undefined ? all : all.filter((one) => containerName(one) === wanted);
  const fits = chosen.length === 1 ? chosen : chosen.filter((one) => asText(one["image"]) === written);
  const [own] = fits;
  return own === undefined || fits.length > 1 ? undefined : containerName(own);
}

/** Containers with the image that is released, where they have the app's. */
function setImages(list: Json | undefined, { written, released }: ReleasedImage): readonly JsonObject[] {
  return asObjects(list).map((one) => (asText(one["image"]) === written ? { ...one, image: released } : one));
}

/** Labels by which no Service of a track finds a pod that does not serve. */
const withoutTrack = (labels: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => name !== trackLabel));

/** Pod template of a hook as it runs: the app's image is the released one, and a pod that failed stays to be read. */
function toTemplate(template: JsonObject, own: string, image: ReleasedImage): JsonObject {
  const metadata = asObject(template["metadata"]);
  const spec = asObject(template["spec"]);
  const before = setImages(spec["initContainers"], image);
  const containers = setImages(spec["containers"], image).map((one) =>
    // The report of a migration that failed then ends in its last words.
    containerName(one) === own ? { terminationMessagePolicy: "FallbackToLogsOnError", ...one } : one,
  );
  return {
    ...template,
    metadata: {
      ...metadata,
      labels: withoutTrack(asTexts(metadata["labels"])),
      annotations: { ...asObject(metadata["annotations"]), [containerAnnotation]: own },
    },
    spec: {
      ...spec,
      ...(before.length === 0 ? {} : { initContainers: before }),
      containers,
      restartPolicy: "Never",
    },
  };
}

const numberAt = (job: JsonObject, field: string): number | undefined => {
  const value = at(job, "spec", field);
  return typeof value === "number" ? value : undefined;
};

/** Lines of a preview on a hook that runs otherwise than its Job says. */
function explainHook(job: JsonObject, template: JsonObject): readonly string[] {
  const whose = `hook ${describe(job)}`;
  const spec = asObject(job["spec"]);
  const dropped = Object.keys(spec).filter((field) => ![...kept, ...Object.keys(single)].includes(field));
  const images = ["initContainers", "containers"]
    .flatMap((list) => asObjects(at(template, "spec", list)))
    .map((one) => asText(one["image"]) ?? "none")
    .filter((image) => imageDigest(image) === undefined);
  return [
    ...(dropped.length === 0
      ? []
      : [`left out of ${whose}: ${dropped.map((field) => `spec.${field}`).join(", ")}`]),
    ...(at(spec["template"], "spec", "restartPolicy") === "OnFailure"
      ? [`${whose} is tried again by a further pod (restartPolicy Never), as often as spec.backoffLimit says`]
      : []),
    ...[...new Set(images)].map(
      (image) =>
        `image ${image} of ${whose} has no digest, and is not sluice:release.image: it runs as it is at the time`,
    ),
  ];
}

/** A hook that can run as a migration, or why it cannot. */
export type HookResult =
  | { readonly hook: HookJob; readonly notes: readonly string[] }
  | { readonly problems: readonly Problem[] };

/** Makes a migration's Job of a hook. */
export function toHookJob({ job, times }: RunHook, image: ReleasedImage): HookResult {
  const rendered = asObject(at(job, "spec", "template"));
  const problems = [...refuseMany(job)];
  const own = chooseOwn(rendered, image);
  if (own === undefined) {
    const names = asObjects(at(rendered, "spec", "containers"))
      .map(containerName)
      .join(", ");
    problems.push({
      path: describe(job),
      text: `hook ${describe(job)} must have one container whose exit code counts: got ${names || "none"}`,
      fix: `name it in the annotation ${chosenByKubectl} of its pod`,
    });
  }
  if (own === undefined || problems.length > 0) return { problems };
  const template = toTemplate(rendered, own, image);
  const rules = asList(at(job, "spec", "podFailurePolicy", "rules"));
  const retries = numberAt(job, "backoffLimit");
  const deadlineSeconds = numberAt(job, "activeDeadlineSeconds");
  const content = { template, rules, retries: retries ?? null, deadline: deadlineSeconds ?? null };
  return {
    hook: {
      name: nameOf(job),
      key: hashText(toCanonicalText(content)).slice(0, 6),
      times,
      container: own,
      template,
      rules,
      ...(retries === undefined ? {} : { retries }),
      ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
    },
    notes: explainHook(job, template),
  };
}

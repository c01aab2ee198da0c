import { listChanges } from "../../components/core/workload/base-shape";
import { stackPolicy } from "../pack/policy";
import type { Finding } from "../pack/policy";
import type { Fields } from "../pack/fields";
import { judgeEach, stackObjects } from "../workloads/stack-objects";
import type { StackObject } from "../workloads/stack-objects";
import { revisionLabel, trackLabel } from "../../components/core/settings";

/** Fields that may differ between the tracks. */
const own: ReadonlySet<string> = new Set(["image", "replicas", trackLabel, revisionLabel]);

const trackOf = ({ metadata }: StackObject): unknown => (Object(metadata["labels"]) as Fields)[trackLabel];
const appOf = ({ metadata }: StackObject): unknown =>
  (Object(metadata["labels"]) as Fields)["app.kubernetes.io/name"];

/** Value without the fields that may differ. */
function common(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(common);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !own.has(key))
      .map(([key, inner]) => [key, common(inner)]),
  );
}

/** Name of the revision of a Deployment's pods; undefined where an older Sluice declared them. */
function revisionOf({ spec }: StackObject): unknown {
  const { metadata } = Object(spec["template"]) as { metadata?: Fields };
  return (Object(metadata?.["labels"]) as Fields)[revisionLabel];
}

/** Whether the tracks are of two revisions, whose templates differ on purpose. */
function areTwo(stable: StackObject, canary: StackObject): boolean {
  const [a, b] = [revisionOf(stable), revisionOf(canary)];
  return a !== undefined && b !== undefined && a !== b;
}

/** A canary that is compared with stable is the same in all but its revision. */
export const tracksAlike = stackPolicy({
  name: "tracks-alike",
  title: "Canary and stable differ only in their revision",
  description:
    "The Deployments of the two tracks of an app differ in their name, their track label, their revision and their number of pods only. A template that belongs to no other revision is the same as stable's.",
  why: "The verdict compares the two: with other resources, probes or settings it compares those and not the release.",
  fix: "Change both tracks alike, or release the change: another template is another revision.",
  severity: "high",
  *checkStack(resources) {
    const deployments = stackObjects(resources, "Deployment");
    const canaries = deployments.filter((each) => trackOf(each) === "canary");
    yield* judgeEach(canaries, function* judge(canary): Generator<Finding> {
      const stable = deployments.find(
        (each) =>
          trackOf(each) === "stable" && appOf(each) === appOf(canary) && each.namespace === canary.namespace,
      );
      if (stable === undefined) {
        yield {
          path: `metadata.labels[${trackLabel}]`,
          rule: "have a stable track of the same app beside it",
          got: "none",
          fix: "declare both tracks in one stack",
        };
        return;
      }
      // Selectors name their track.
      const skipped = new Set(["selector", ...(areTwo(stable, canary) ? ["template"] : [])]);
      const [a, b] = [stable, canary].map(({ spec }) =>
        common(Object.fromEntries(Object.entries(spec).filter(([field]) => !skipped.has(field)))),
      );
      for (const path of listChanges(a, b, "spec")) {
        yield {
          path,
          rule: "be the same as stable's",
          fix: "change both tracks alike",
        };
      }
    });
  },
});

import type { Cluster } from "../../cluster/api";
import { jsonPatch } from "../../cluster/api";
import { ApiError } from "../../cluster/api-error";
import { right } from "../../core/access/right";
import type { Right } from "../../core/access/right";
import type { CopyStep } from "../../core/attached/follow";
import type { Policy } from "../../core/attached/hook";
import { objectPath } from "../../core/routers/routed-kind";
import { fieldManager } from "../../core/settings";

const policyOf = (step: CopyStep): Policy => (step.does === "remove" ? step.copy : step.original);

const verbs = { create: "create", update: "patch", remove: "delete" } as const;

/** Rights that the changes need. */
export function rightsOf(steps: readonly CopyStep[]): readonly Right[] {
  return steps.map((step) => {
    const { group, resource } = policyOf(step).kind;
    return right(group, resource, verbs[step.does]);
  });
}

async function carryOut(cluster: Cluster, step: CopyStep): Promise<void> {
  const { kind, metadata } = policyOf(step);
  const collection = objectPath(kind, metadata.namespace);
  const manager = `?fieldManager=${fieldManager}`;
  if (step.does === "create") {
    await cluster.call("POST", collection + manager, { body: step.copy });
    return;
  }
  const path = `${collection}/${step.copy.metadata.name}`;
  if (step.does === "update") {
    const body = [{ op: "replace", path: "/spec", value: step.copy.spec }];
    await cluster.call("PATCH", path + manager, { body, contentType: jsonPatch });
    return;
  }
  try {
    await cluster.call("DELETE", path);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Makes, renews and removes copies of policies. */
export async function changeCopies(cluster: Cluster, steps: readonly CopyStep[]): Promise<void> {
  await Promise.all(steps.map(async (step) => await carryOut(cluster, step)));
}

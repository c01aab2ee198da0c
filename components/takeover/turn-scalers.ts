import { jsonPatch } from "../cluster/api";
import { fieldManager, objectNames } from "../core/settings";
import type { TakeoverRecord } from "../core/takeover/decide-takeover";
import type { TakeoverSession } from "./act-takeover";

/**
 * Lets autoscalers scale stable in place of what ran before, or that again: with two of them whose selectors fit the same
 * pods Kubernetes scales neither. One that is gone, or that scales something else by now, is left.
 */
export async function turnScalers(
  { cluster, settings, say }: Pick<TakeoverSession, "cluster" | "settings" | "say">,
  { deployment, scalers = [] }: TakeoverRecord,
  to: "stable" | "old",
): Promise<void> {
  const { stable } = objectNames(settings.app);
  const [from, target] = to === "stable" ? [deployment, stable] : [stable, deployment];
  for (const name of scalers) {
    const path = `/apis/autoscaling/v2/namespaces/${settings.namespace}/horizontalpodautoscalers/${name}`;
    const found = await cluster.find<{
      readonly spec: { readonly scaleTargetRef: { readonly name: string } };
    }>(path);
    if (found?.spec.scaleTargetRef.name !== from) continue;
    await cluster.call("PATCH", `${path}?fieldManager=${fieldManager}`, {
      contentType: jsonPatch,
      body: [
        { op: "test", path: "/spec/scaleTargetRef/name", value: from },
        { op: "replace", path: "/spec/scaleTargetRef/name", value: target },
      ],
    });
    say(`HorizontalPodAutoscaler ${name} scales ${target}`);
  }
}

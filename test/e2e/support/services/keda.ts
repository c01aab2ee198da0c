import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../app";
import { openType } from "../cluster/open-type";
import { writeObjects } from "../write-objects";

/** KEDA's resource; SLUICE_KEDA_CRD names a file with KEDA's own. */
const definition = openType("keda.sh", "v1alpha1", "ScaledObject");

const scaledObject = (deployment: string) => ({
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata: { name: "shop" },
  spec: {
    scaleTargetRef: { name: deployment },
    minReplicaCount: 2,
    maxReplicaCount: 4,
    triggers: [{ type: "cpu", metricType: "Utilization", metadata: { value: "80" } }],
  },
});

/**
 * Gives a Deployment a ScaledObject, and does what KEDA's operator does with it: an autoscaler of its own that follows
 * the ScaledObject's target.
 * @returns ends it
 */
export async function scaleByKeda(app: App, deployment: string): Promise<() => void> {
  const own = process.env["SLUICE_KEDA_CRD"];
  const write = async (object: object): Promise<void> => {
    await app.kubectl("apply", "--server-side", "-f", await writeObjects(app, "keda", [object]));
  };
  if (own === undefined) await write(definition);
  else await app.kubectl("apply", "--server-side", "-f", own);
  await app.kubectl("wait", "--for=condition=Established", "crd/scaledobjects.keda.sh", "--timeout=60s");
  await write(scaledObject(deployment));
  const status = JSON.stringify({ status: { hpaName: "keda-hpa-shop" } });
  await app.kubectl("patch", "scaledobject", "shop", "--subresource=status", "--type=merge", "-p", status);
  const uid = await app.kubectl("get", "scaledobject", "shop", "-o", "jsonpath={.metadata.uid}");
  const ownerReferences = [
    { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject", name: "shop", uid, controller: true },
  ];
  const target = { apiVersion: "apps/v1", kind: "Deployment" };
  const cpu = { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } };
  await write({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "keda-hpa-shop", ownerReferences },
    spec: {
      scaleTargetRef: { ...target, name: deployment },
      minReplicas: 2,
      maxReplicas: 4,
      metrics: [{ type: "Resource", resource: cpu }],
    },
  });
  const end = new AbortController();
  const follow = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await sleep(500);
      const name = await app.kubectl(
        "get",
        "scaledobject",
        "shop",
        "-o",
        "jsonpath={.spec.scaleTargetRef.name}",
      );
      const spec = JSON.stringify({ spec: { scaleTargetRef: { ...target, name } } });
      await app.kubectl("patch", "hpa", "keda-hpa-shop", "--type=merge", "-p", spec);
    }
  };
  // It ends with the namespace.
  follow().catch(() => undefined);
  return () => {
    end.abort();
  };
}

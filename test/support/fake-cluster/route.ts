import type { HttpRoute } from "../../../components/core/routers/gateway/http-route";
import { paths } from "./app";
import type { FakeCluster } from "./server";

/** Another owner's write of a weight. */
export function writeWeightAs(cluster: FakeCluster, weight: number, manager: string): void {
  const route = cluster.get<HttpRoute>(paths.route) as HttpRoute;
  const rules = (route.spec.rules ?? []).map((rule) =>
    (rule.backendRefs ?? []).length > 1
      ? {
          ...rule,
          backendRefs: rule.backendRefs?.map((backend, nth) => ({
            ...backend,
            weight: nth === 1 ? weight : 100 - weight,
          })),
        }
      : rule,
  );
  cluster.put(paths.route, { ...route, spec: { ...route.spec, rules } }, manager);
}

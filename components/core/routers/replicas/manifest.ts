import type { RouteSettings } from "../foreign-rules";
import type { DeclaredObject } from "../router";
import { routerLabel, selectorOf } from "./service";

/** The app's Service, all connections to stable. Its ports are those of the tracks' Services. */
export function declareService({ app, namespace, traffic }: RouteSettings): DeclaredObject {
  return {
    manifest: {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name: traffic.route,
        namespace,
        labels: { "app.kubernetes.io/name": app, [routerLabel]: "replicas" },
      },
      spec: { selector: selectorOf(app, 0) },
    },
    ignore: ["spec.selector"],
    skipAwait: true,
    hasPorts: true,
  };
}

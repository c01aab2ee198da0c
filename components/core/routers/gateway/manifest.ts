import type { Settings } from "../../settings";
import type { RouteSettings } from "../foreign-rules";
import type { DeclaredObject } from "../router";
import { gatewayGroup } from "./http-route";
import { renderRules } from "./rules";

/** The HTTPRoute with all traffic on stable. */
export function declareHttpRoute(
  { app, namespace, port, traffic }: RouteSettings & Pick<Settings, "port">,
  token: string,
): DeclaredObject {
  const { gateway, host, route } = traffic;
  return {
    manifest: {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "HTTPRoute",
      metadata: { name: route, namespace, labels: { "app.kubernetes.io/name": app } },
      spec: {
        parentRefs: [
          {
            group: gatewayGroup,
            kind: "Gateway",
            name: gateway.name,
            namespace: gateway.namespace,
            ...(gateway.listener === undefined ? {} : { sectionName: gateway.listener }),
          },
        ],
        hostnames: [host],
        rules: renderRules({ app, port, token, weight: 0 }),
      },
    },
    ignore: ["spec.rules"],
  };
}

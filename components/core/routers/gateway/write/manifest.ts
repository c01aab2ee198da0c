import type { Settings } from "../../../settings";
import type { RouteSettings } from "../../foreign-rules";
import { declareMirrorService } from "../../mirror-service";
import type { DeclaredObject } from "../../router";
import { declareTls } from "./declare-tls";
import { gatewayGroup } from "../http-route";
import { renderRules } from "../rules/rules";

/** The HTTPRoute with all traffic on stable. */
export function declareHttpRoute(
  { app, namespace, port, traffic }: RouteSettings & Pick<Settings, "port">,
  token: string,
): DeclaredObject {
  const { gateway, gateways = [gateway], host, hosts = [host], route, metadata } = traffic;
  return {
    manifest: {
      apiVersion: `${gatewayGroup}/v1`,
      kind: "HTTPRoute",
      metadata: {
        name: route,
        namespace,
        labels: { "app.kubernetes.io/name": app, ...metadata?.labels },
        ...(metadata === undefined ? {} : { annotations: metadata.annotations }),
      },
      spec: {
        parentRefs: gateways.map(({ listener, ...parent }) => ({
          group: gatewayGroup,
          kind: "Gateway",
          ...parent,
          ...(listener === undefined ? {} : { sectionName: listener }),
        })),
        hostnames: hosts,
        rules: renderRules({ app, namespace, port, traffic, token, weight: 0 }),
      },
    },
    ignore: ["spec.rules"],
  };
}

/** The HTTPRoute, unless another owner makes it, the Service of a mirror, and objects of TLS. */
export function declareRoute(
  settings: RouteSettings & Pick<Settings, "port" | "stages">,
  token: string,
): readonly DeclaredObject[] {
  if (settings.traffic.isShared) return [];
  return [declareHttpRoute(settings, token), ...declareMirrorService(settings), ...declareTls(settings)];
}

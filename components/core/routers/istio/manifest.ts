import type { Settings } from "../../settings";
import type { GatewayName } from "../gateway/needs/gateway-name";
import type { RouteSettings } from "../foreign-rules";
import { declareMirrorService } from "../mirror-service";
import type { DeclaredObject } from "../router";
import { configuredRule, probeRules, splitRule } from "./rules";
import { istioGroup } from "./virtual-service";

/** Word for every proxy of the mesh, in place of a Gateway's name. */
const mesh = "mesh";

/** A Gateway as a VirtualService names it. */
export const nameGateway = ({ name, namespace }: GatewayName): string =>
  name === mesh ? mesh : `${namespace}/${name}`;

/** Gateways of the configuration. */
export const gatewaysOf = ({
  traffic: { gateway, gateways = [gateway] },
}: Pick<RouteSettings, "traffic">): readonly GatewayName[] => gateways;

/** The VirtualService with all traffic on stable. */
function declareVirtualService(
  settings: RouteSettings & Pick<Settings, "port">,
  token: string,
): DeclaredObject {
  const { app, namespace, traffic } = settings;
  const { host, hosts = [host] } = traffic;
  const rule = splitRule(configuredRule(settings), settings, 0);
  return {
    manifest: {
      apiVersion: `${istioGroup}/v1`,
      kind: "VirtualService",
      metadata: { name: traffic.route, namespace, labels: { "app.kubernetes.io/name": app } },
      spec: {
        hosts,
        gateways: gatewaysOf(settings).map(nameGateway),
        http: [...probeRules(rule, token, settings), rule],
      },
    },
    ignore: ["spec.http"],
  };
}

/** The VirtualService, unless another owner makes it, and the Service of a mirror. */
export function declareRoute(
  settings: RouteSettings & Pick<Settings, "port" | "stages">,
  token: string,
): readonly DeclaredObject[] {
  if (settings.traffic.isShared) return [];
  return [declareVirtualService(settings, token), ...declareMirrorService(settings)];
}

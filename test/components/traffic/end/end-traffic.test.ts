import { ApiError } from "../../../../components/cluster/api-error";
import type { Cluster } from "../../../../components/cluster/api";
import type { RouterObject } from "../../../../components/core/routers/routed-kind";
import { routerOf } from "../../../../components/core/routers/routers";
import type { Settings } from "../../../../components/core/settings";
import { endTraffic } from "../../../../components/traffic/end/end-traffic";
import { renderRules } from "../../../../components/core/routers/gateway/rules/rules";
import { settings as gatewaySettings } from "../../core/routers/gateway/any-route";
import { canaryAt } from "../../core/routers/nginx/any-ingress";
import { serviceAt } from "../../core/routers/replicas/any-service";

const route: RouterObject = {
  metadata: serviceAt(20).metadata,
  spec: { rules: renderRules({ app: "shop", namespace: "shop", port: 80, token: "t", weight: 20 }) },
};

/** Ends traffic where every write of the router's object is refused, and stable cannot carry everything. */
async function end(router: Settings["traffic"]["router"], object: RouterObject): Promise<string> {
  const settings = {
    ...gatewaySettings,
    environment: "prod",
    traffic: { ...gatewaySettings.traffic, router },
  } as unknown as Settings;
  const own = routerOf(settings).path(settings);
  const cluster = {
    find: async (path: string) => await Promise.resolve(path === own ? object : undefined),
    call: async (method: string, path: string) => {
      await Promise.resolve();
      if (method === "PATCH") throw new ApiError(403, "Forbidden", `PATCH ${path}: forbidden`);
      return { items: [] };
    },
  } as unknown as Cluster;
  const context = { settings, cluster, now: () => 0, say: () => undefined };
  const zero = { kind: "abort", reason: "by hand" } as const;
  return await endTraffic(context, zero, { patienceSeconds: 0.1 }).then(
    () => "ended",
    (error: unknown) => String((error as { problem?: { fix?: string } }).problem?.fix ?? error),
  );
}

test.each([
  ["gateway", route, "patch httproutes shop "],
  ["nginx", canaryAt(20), "patch ingresses shop-canary "],
  ["replicas", serviceAt(20), "patch services shop "],
] as const)(
  "endTraffic() by router %s names the object that the refused write is for, to whoever may write it",
  async (router, object, command) => {
    expect(await end(router, object)).toContain(command);
  },
);

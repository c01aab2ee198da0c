import type { Settings } from "../../../components/core/settings";

type RouterName = Settings["traffic"]["router"];

/** Stages of a release by a router, whole percent: what two pods of stable allow where pods make the share. */
export const stageKeys = (router: RouterName): readonly string[] =>
  router === "replicas" ? ["34", "50", "100"] : ["5", "100"];

/** `sluice:stages` of a router, as JSON. */
export const stagesText = (router: RouterName, first: readonly object[]): string =>
  JSON.stringify([...first, ...stageKeys(router).map((key) => ({ weight: Number(key), soak: "1s" }))]);

/** `sluice:traffic` and `sluice:analysis` of a router, as the environment file has them. */
export function routerKeys(router: RouterName, gatewayPort: number, prometheus: string) {
  const rest = "interval: 1s, parameters: { unacceptableErrorRatio: 0.3 }";
  return router === "replicas"
    ? {
        traffic: `{ router: ${router} }`,
        analysis: `{ prometheus: "${prometheus}", source: query, ${rest} }`,
      }
    : {
        traffic: `{ router: ${router}, hosts: [app.example.org], scheme: http, address: "127.0.0.1:${gatewayPort}", gateway: { name: sluice, namespace: infra } }`,
        analysis: `{ prometheus: "${prometheus}", ${router === "istio" ? "source: istio, " : ""}${rest} }`,
      };
}

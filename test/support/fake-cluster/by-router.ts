import { isByPods } from "../../../components/core/routers/routers";
import { sourceNames, sources } from "../../../components/core/sources/sources";
import type { Source } from "../../../components/core/sources/source";
import type { Settings } from "../../../components/core/settings";

type RouterName = Settings["traffic"]["router"];

/** Stages of a release by a router, whole percent: what two pods of stable allow where pods make the share. */
export const stageKeys = (router: RouterName): readonly string[] =>
  isByPods(router) ? ["34", "50", "100"] : ["5", "100"];

/** `sluice:stages` of a router, as JSON. */
export const stagesText = (router: RouterName, first: readonly object[]): string =>
  JSON.stringify([...first, ...stageKeys(router).map((key) => ({ weight: Number(key), soak: "1s" }))]);

/** The first source that counts what a router splits. */
const sourceBy = (router: RouterName) =>
  sourceNames.find((name) => {
    const { routers }: Source["profile"] = sources[name].profile;
    return routers === "any" || routers.includes(router);
  });

/** `sluice:traffic` and `sluice:analysis` of a router, as the environment file has them. */
export function routerKeys(router: RouterName, gatewayPort: number, prometheus: string) {
  const rest = "interval: 1s, parameters: { unacceptableErrorRatio: 0.3 }";
  return isByPods(router)
    ? {
        traffic: `{ router: ${router} }`,
        analysis: `{ prometheus: "${prometheus}", source: query, ${rest} }`,
      }
    : {
        traffic: `{ router: ${router}, hosts: [app.example.org], scheme: http, address: "127.0.0.1:${gatewayPort}", gateway: { name: sluice, namespace: infra } }`,
        analysis: `{ prometheus: "${prometheus}", source: ${sourceBy(router)}, ${rest} }`,
      };
}

import { renderHeaders } from "../../components/core/edge/headers";
import type { ResponseHeaders } from "../../components/core/edge/headers";
import { isOwnMode } from "../../components/core/edge/waf";
import { given } from "../../components/core/given";
import { routerOf } from "../../components/core/routers/routers";
import type { EnvironmentConfig } from "../schema/schema";
import type { SettingProblem } from "./setting-problem";

type Config = Pick<EnvironmentConfig, "edge" | "traffic">;

/** Most headers that the router sets; undefined where Sluice lets it set none. */
function mostOf({ traffic }: Config): number | undefined {
  const { can, mostHeaders = Infinity } = routerOf({ traffic });
  return can.headers && traffic.from?.object === undefined ? mostHeaders : undefined;
}

const placeOf = (config: Config): "route" | "pods" =>
  config.edge?.headers?.at ?? (mostOf(config) === undefined ? "pods" : "route");

function render({ edge }: Config): ResponseHeaders | undefined {
  const spec = edge?.headers;
  if (spec === undefined) return undefined;
  const { at: _at, csp, cors, ...rest } = spec;
  return renderHeaders({
    ...rest,
    csp: {
      ...given("policy", csp.policy),
      ...given("trial", csp.trial),
      ...given("reportTo", csp.reportTo),
    },
    ...given("cors", cors && { ...cors, maxAgeSeconds: cors.maxAge }),
  });
}

/** Headers that are set at one place; undefined where another one sets them, or nobody does. */
export const headersAt = (place: "route" | "pods", config: Config): ResponseHeaders | undefined =>
  placeOf(config) === place ? render(config) : undefined;

/** Settings that headers do not go together with. */
export function findHeaderProblems(config: Config): readonly SettingProblem[] {
  const headers = render(config);
  if (headers === undefined) return [];
  const { traffic } = config;
  const refuse = (at: readonly string[], message: string, input: unknown): SettingProblem => ({
    path: ["edge", "headers", ...at],
    message,
    input,
  });
  if (placeOf(config) === "pods")
    return isOwnMode(config.edge?.waf?.mode)
      ? []
      : [
          refuse(
            [],
            "have a firewall (edge.waf) that sets them in the pods: here the router cannot; without one the app or the route itself sends them",
            traffic.from?.object ?? traffic.router,
          ),
        ];
  const most = mostOf(config);
  const count = Object.keys(headers.set).length;
  if (most === undefined)
    return [
      refuse(["at"], 'be "pods", with a firewall (edge.waf): here the router cannot set them', "route"),
    ];
  return count > most
    ? [
        refuse(
          [],
          `set at most ${most} headers on a route of router "${traffic.router}": leave some to the app (omit)`,
          count,
        ),
      ]
    : [];
}

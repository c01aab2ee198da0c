import { routerOf } from "../../components/core/routers/routers";
import type { Router } from "../../components/core/routers/router";
import { given } from "../../components/core/given";
import type { TrafficSettings } from "../../components/core/settings";
import type { EnvironmentConfig } from "../schema/schema";

type Traffic = EnvironmentConfig["traffic"];

/** Kind of another owner's route, where it is not the usual one. */
export const toRouteKind = ({ from }: Pick<Traffic, "from">): TrafficSettings["routeKind"] =>
  from?.kind === "GRPCRoute" ? from.kind : undefined;

/** The router of a configuration, for the kind of route that it names. */
export const configuredRouter = (traffic: Pick<Traffic, "router" | "from">): Router =>
  routerOf({ traffic: { router: traffic.router, ...given("routeKind", toRouteKind(traffic)) } });

import { right } from "../../access/right";
import { objectPath } from "../routed-kind";
import type { Router } from "../router";
import { findCallRule, renderCallRules } from "./rules/call-rules";
import { gateway } from "./gateway";
import { gatewayGroup } from "./http-route";
import type { HttpRoute } from "./http-route";
import { grpcRoute, httpRoute } from "./kinds";
import { needsOfGateway } from "./needs/needs";
import { readGatewayRoute } from "./read";
import { renderStructurePatch } from "./write/structure-patch";

const { resource } = grpcRoute;

/**
 * Gateway API: one GRPCRoute that another owner makes. Its probe rules take health calls alone, and have no proof in the
 * answer: that is a filter which implementations may lack for calls (Traefik 3.7 answers a rule with one by UNAVAILABLE).
 */
export const grpcGateway: Router = {
  ...gateway,
  about: "a GRPCRoute of the Gateway API, which another owner makes",
  isOfCalls: true,
  can: { ...gateway.can, probe: false, rules: false, mirror: false },
  kinds: [grpcRoute, httpRoute],
  path: ({ namespace, traffic }) => objectPath(grpcRoute, namespace, traffic.route),
  read: (object, settings, around) => readGatewayRoute(grpcRoute, object, settings, around),
  renderStructure: (view, structure) => renderStructurePatch(view, structure, renderCallRules),
  probe: () => undefined,
  call: ({ object }, { app }, track) => findCallRule(object as HttpRoute, app, track),
  needs: (settings) => needsOfGateway(settings, grpcRoute),
  rights: {
    read: [right(gatewayGroup, resource, "get"), right(gatewayGroup, "referencegrants", "list")],
    write: [right(gatewayGroup, resource, "patch")],
    declare: [],
  },
};

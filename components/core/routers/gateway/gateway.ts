import { right } from "../../access/right";
import { objectPath } from "../routed-kind";
import { objectNames } from "../../settings";
import type { Router } from "../router";
import type { HttpRoute } from "./http-route";
import { gatewayGroup } from "./http-route";
import { renderForget, renderGiveBack } from "./write/give-back";
import { grantedNamespaces, grantsPath } from "./needs/grants";
import { doubtRefusal } from "./doubt";
import { httpRouteHeaders } from "./headers";
import { grpcRoute, httpRoute } from "./kinds";
import { declareRoute } from "./write/manifest";
import { needsOfGateway } from "./needs/needs";
import { findProbeRule } from "./probe";
import { readGatewayRoute } from "./read";
import { nameRules } from "./rules/rule-names";
import { mostSet } from "./rules/set-headers";
import { renderStructurePatch } from "./write/structure-patch";
import { renderWeightPatch } from "./write/weight-patch";

/** Gateway API: one HTTPRoute, whichever implementation follows it. */
export const gateway: Router = {
  name: "gateway",
  about: "an HTTPRoute of the Gateway API",
  can: {
    probe: true,
    status: true,
    rules: true,
    gateways: true,
    ownRoute: true,
    mirror: true,
    match: true,
    headers: true,
    finerWeights: false,
  },
  kinds: [httpRoute, grpcRoute],
  path: ({ namespace, traffic }) => objectPath(httpRoute, namespace, traffic.route),
  declare: declareRoute,
  read: (object, settings, around) => readGatewayRoute(httpRoute, object, settings, around),
  doubt: ({ object }, settings) => doubtRefusal(object as HttpRoute, settings),
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: ({ object }, { app }, track) => findProbeRule(object as HttpRoute, app, track),
  ruleNames: (object, settings) => nameRules(object as HttpRoute, settings),
  grants: { path: grantsPath, namespaces: grantedNamespaces },
  lever: ({ app }) => [objectNames(app).canary],
  takeover: {
    way: httpRoute.kind,
    step: (app) => `Service ${objectNames(app).canary} joins the route at weight 0`,
    giveBack: (object, settings, part) =>
      part === "rules" ? renderGiveBack(object as HttpRoute, settings) : renderForget(object as HttpRoute),
  },
  redirect: {
    statuses: [301, 302, 303, 307, 308],
    by: {
      usual: "http",
      key: ["traffic", "gateway", "listener"],
      name: "name the listener of https",
      own: ({ gateway: one, gateways = [one] }) => gateways.map((each) => each?.listener),
    },
  },
  needs: needsOfGateway,
  rights: {
    read: [right(gatewayGroup, "httproutes", "get"), right(gatewayGroup, "referencegrants", "list")],
    write: [right(gatewayGroup, "httproutes", "patch")],
    declare: ["httproutes", "referencegrants"].map((resource) => ({ group: gatewayGroup, resource })),
  },
  mostHeaders: mostSet - 1,
  readHeaders: httpRouteHeaders,
};

import { right } from "../../access/right";
import { objectNames } from "../../settings";
import { ingressRouteHeaders } from "../headers/ingress";
import { objectPath } from "../routed-kind";
import type { Router } from "../router";
import { giveBack } from "./give-back";
import { formerGroup, traefikGroup } from "./ingress-route";
import type { IngressRoute } from "./ingress-route";
import { ingressRoute, traefikService } from "./kinds";
import { declareIngressRoute } from "./manifest";
import { needsOfTraefik } from "./needs";
import { findProbeRule } from "./probe";
import { readIngressRoute } from "./read";
import { renderStructurePatch } from "./structure-patch";
import { renderWeightPatch } from "./weight-patch";

const { resource } = ingressRoute;

/** Traefik's own kinds: one IngressRoute with the weights of its Services. */
export const traefik: Router = {
  name: "traefik",
  about: "an IngressRoute of Traefik",
  can: {
    probe: true,
    status: false,
    rules: false,
    gateways: false,
    ownRoute: true,
    mirror: true,
    match: true,
    headers: true,
    finerWeights: false,
  },
  kinds: [ingressRoute, traefikService],
  path: ({ namespace, traffic }) => objectPath(ingressRoute, namespace, traffic.route),
  declare: declareIngressRoute,
  read: readIngressRoute,
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: ({ object }, { app }, track) => findProbeRule(object as IngressRoute, app, track),
  lever: ({ app }) => [objectNames(app).canary],
  takeover: {
    way: ingressRoute.kind,
    step: (app) => `Service ${objectNames(app).canary} joins the IngressRoute at weight 0`,
    giveBack: (object, settings, part) => giveBack(object as IngressRoute, settings, part),
  },
  redirect: {
    statuses: [301],
    by: {
      usual: "web",
      key: ["traffic", "ingress", "entryPoints"],
      name: "name those of https",
      own: ({ ingress: { entryPoints = [] } = {} }) => (entryPoints.length === 0 ? [undefined] : entryPoints),
    },
  },
  needs: needsOfTraefik,
  rights: {
    read: [
      right(traefikGroup, resource, "get"),
      right(traefikGroup, "middlewares", "list"),
      right(formerGroup, resource, "list"),
    ],
    write: [right(traefikGroup, resource, "patch")],
    declare: [
      { group: traefikGroup, resource },
      { group: traefikGroup, resource: "middlewares" },
      { group: traefikGroup, resource: traefikService.resource },
      { group: traefikGroup, resource: "serverstransports" },
      { group: traefikGroup, resource: "tlsoptions" },
    ],
  },
  readHeaders: ingressRouteHeaders,
};

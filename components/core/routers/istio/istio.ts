import { right } from "../../access/right";
import { objectNames } from "../../settings";
import { objectPath } from "../routed-kind";
import type { Router } from "../router";
import { giveBack } from "./give-back";
import { virtualServiceHeaders } from "./headers";
import { virtualService } from "./kinds";
import { declareRoute } from "./manifest";
import { needsOfIstio } from "./needs";
import { findProbeRule } from "./probe";
import { readVirtualService } from "./read";
import { renderStructurePatch } from "./structure-patch";
import type { VirtualService } from "./virtual-service";
import { renderWeightPatch } from "./weight-patch";

const { group, resource } = virtualService;

/** Istio's own kinds: one VirtualService with the weights of its destinations, a Service for each track. */
export const istio: Router = {
  name: "istio",
  about: "a VirtualService of Istio",
  can: {
    probe: true,
    status: false,
    rules: false,
    gateways: true,
    ownRoute: true,
    mirror: true,
    match: true,
    headers: true,
    finerWeights: false,
  },
  kinds: [virtualService],
  path: ({ namespace, traffic }) => objectPath(virtualService, namespace, traffic.route),
  declare: declareRoute,
  read: readVirtualService,
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: ({ object }, { app }, track) => findProbeRule(object as VirtualService, app, track),
  lever: ({ app }) => [objectNames(app).canary],
  takeover: {
    way: virtualService.kind,
    step: (app) => `Service ${objectNames(app).canary} joins the VirtualService at weight 0`,
    giveBack: (object, settings, part) => giveBack(object as VirtualService, settings, part),
  },
  needs: needsOfIstio,
  rights: {
    read: [right(group, resource, "get")],
    write: [right(group, resource, "patch")],
    declare: [{ group, resource }],
  },
  readHeaders: virtualServiceHeaders,
};

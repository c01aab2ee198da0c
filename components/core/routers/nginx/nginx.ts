import { right } from "../../access/right";
import { ingressHeaders } from "../headers/ingress";
import { objectNames } from "../../settings";
import { ingress } from "../ingress";
import { objectPath } from "../routed-kind";
import { weightOnly } from "../abilities";
import type { Router } from "../router";
import { readMain } from "./main-ingress";
import { canaryIngress, declareBeside, declareIngresses } from "./manifest";
import { needsOfNginx } from "./needs";
import { readCanaryIngress } from "./read";
import { canaryServices, giveBack, renderStructurePatch, renderWeightPatch } from "./weight-patch";

const { group, resource } = ingress;

/** A canary Ingress beside that of stable: ingress-nginx, its forks, and Traefik from 3.7 on. */
export const nginx: Router = {
  name: "nginx",
  about: "a canary Ingress with the annotations of ingress-nginx",
  can: { ...weightOnly, ownRoute: true },
  kinds: [ingress],
  path: (settings) => objectPath(ingress, settings.namespace, canaryIngress(settings)),
  declare: (settings) => {
    const { isShared = false, main } = settings.traffic;
    if (!isShared) return declareIngresses(settings);
    return main === undefined ? [] : [declareBeside(settings, main)];
  },
  read: readCanaryIngress,
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: () => undefined,
  lever: canaryServices,
  takeover: {
    way: ingress.kind,
    step: (app, route) =>
      `Ingress ${canaryIngress({ traffic: { route } })} is made beside Ingress ${route}, at weight 0, for Service ${objectNames(app).canary}; Ingress ${route} is never written`,
    main: readMain,
    giveBack: (object, settings, part) => {
      const reading = readCanaryIngress(object, settings, []);
      return reading.kind === "ours" ? giveBack(reading.view, part) : undefined;
    },
  },
  redirect: { statuses: [308] },
  needs: needsOfNginx,
  rights: {
    read: [right(group, resource, "get")],
    write: [right(group, resource, "patch")],
    declare: [{ group, resource }],
  },
  readHeaders: ingressHeaders,
};

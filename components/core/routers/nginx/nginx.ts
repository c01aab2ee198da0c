import { right } from "../../access/right";
import { ingressHeaders } from "../headers/ingress";
import { ingress } from "../ingress";
import { objectPath } from "../routed-kind";
import { weightOnly } from "../abilities";
import type { Router } from "../router";
import { canaryIngress, declareIngresses } from "./manifest";
import { needsOfNginx } from "./needs";
import { readCanaryIngress } from "./read";
import { canaryServices, renderStructurePatch, renderWeightPatch } from "./weight-patch";

const { group, resource } = ingress;

/** A canary Ingress beside that of stable: ingress-nginx, its forks, and Traefik from 3.7 on. */
export const nginx: Router = {
  name: "nginx",
  about: "a canary Ingress with the annotations of ingress-nginx",
  experimental: "Traefik carried whole releases by it, ingress-nginx itself was never run",
  can: weightOnly,
  kinds: [ingress],
  path: (settings) => objectPath(ingress, settings.namespace, canaryIngress(settings)),
  declare: (settings) => declareIngresses(settings),
  read: readCanaryIngress,
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: () => undefined,
  lever: canaryServices,
  needs: needsOfNginx,
  rights: {
    read: [right(group, resource, "get")],
    write: [right(group, resource, "patch")],
    declare: [{ group, resource }],
  },
  readHeaders: ingressHeaders,
};

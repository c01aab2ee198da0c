import { weightOnly } from "../abilities";
import type { Router } from "../router";
import { declareService } from "./manifest";
import { needsOfReplicas } from "./needs";
import { readService } from "./read";
import { servicePath, stateOf } from "./service";
import { giveBack, renderStructurePatch, renderWeightPatch } from "./weight-patch";

/** The app's Service: its selector says which tracks are in, the number of pods makes the share of connections. */
export const replicas: Router = {
  name: "replicas",
  about: "the app's Service, split by numbers of pods",
  can: { ...weightOnly, ownRoute: true },
  byPods: true,
  // Services that select the canary's pods are found by what they select.
  kinds: [],
  path: servicePath,
  declare: (settings) => (settings.traffic.isShared === true ? [] : [declareService(settings)]),
  read: readService,
  renderWeight: renderWeightPatch,
  renderStructure: renderStructurePatch,
  probe: () => undefined,
  takeover: {
    way: "Service",
    step: (_app, route) => `Service ${route} is the switch between the tracks from then on, at weight 0`,
    isSplit: (service) => stateOf(service) === "split",
    giveBack: (object, _settings, part) => giveBack(object, part),
  },
  needs: needsOfReplicas,
  // Reading and patching Services is in every role that reads and writes at all.
  rights: { read: [], write: [], declare: [] },
};

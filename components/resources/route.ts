import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Service } from "@pulumi/kubernetes/core/v1/service";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import type { ServicePort } from "../core/workload/from/rendered-app";
import type { DeclaredObject } from "../core/routers/router";
import { routerOf } from "../core/routers/routers";
import type { Settings } from "../core/settings";
import { toMetadata } from "./object-metadata";
import { RouteRules } from "./route-rules";
import { withSecret } from "./with-secret";

/** Settings and order of a route. */
export interface RouteArgs {
  readonly settings: Settings;
  /** Ports of the tracks' Services. */
  readonly ports: pulumi.Input<readonly ServicePort[]>;
  /** Both tracks: a route never names a Service that is not there. */
  readonly after: readonly pulumi.Resource[];
}

const tokenMarker = "<probe token>";

/**
 * The objects of the app's router. Pulumi creates them with all traffic on stable and never looks at their rules
 * again; from then on the route writer alone changes them, and `RouteRules` gives them the structure.
 */
export class Route extends pulumi.ComponentResource {
  readonly objects: readonly pulumi.CustomResource[];
  readonly rules: RouteRules;

  constructor(name: string, args: RouteArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Route", name, {}, options);
    const { settings } = args;
    const token = new RandomPassword(
      `${name}-probe`,
      { length: 32, special: false },
      { parent: this, additionalSecretOutputs: ["result"] },
    );
    const ports = pulumi.output(args.ports).apply((all) => [...all]);
    const declare = (
      { manifest, ignore, skipAwait = false, hasPorts = false, suffix }: DeclaredObject,
      nth: number,
    ): pulumi.CustomResource =>
      // Of the core group the engine knows kinds by classes of their own alone.
      new (manifest.kind === "Service" ? (Service as unknown as typeof CustomResource) : CustomResource)(
        nth === 0 ? name : `${name}-${suffix ?? nth}`,
        {
          ...manifest,
          metadata: toMetadata(manifest.metadata, { skipAwait }),
          spec: {
            ...(withSecret(manifest.spec, tokenMarker, token.result) as pulumi.Inputs),
            ...(hasPorts ? { ports } : {}),
          },
        },
        { parent: this, dependsOn: [...args.after], ignoreChanges: [...ignore] },
      );
    this.objects = routerOf(settings).declare(settings, tokenMarker).map(declare);
    this.rules = new RouteRules(
      `${name}-rules`,
      { settings, probeToken: token.result },
      // Where the route is a user's there are no objects of its own to wait for.
      { parent: this, dependsOn: [...args.after, ...this.objects] },
    );
    this.registerOutputs();
  }
}

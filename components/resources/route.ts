import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { renderRules } from "../core/routers/route-rules";
import type { RenderedRule } from "../core/routers/route-rules";
import type { Settings } from "../core/settings";
import { toMetadata } from "./object-metadata";
import { RouteRules } from "./route-rules";

/** What the route is made of. */
export interface RouteArgs {
  readonly settings: Settings;
  /** Both tracks: a route never names a Service that is not there. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The app's HTTPRoute. Pulumi creates it with all traffic on stable and never looks at its rules again; from then on
 * the route writer alone changes them, and `RouteRules` gives it the structure.
 */
export class Route extends pulumi.ComponentResource {
  readonly httpRoute: CustomResource;
  readonly rules: RouteRules;

  constructor(name: string, args: RouteArgs, options: pulumi.ComponentResourceOptions) {
    super("sluice:index:Route", name, {}, options);
    const { settings } = args;
    const { app, namespace, port, traffic } = settings;
    const token = new RandomPassword(
      `${name}-probe`,
      { length: 32, special: false },
      { parent: this, additionalSecretOutputs: ["result"] },
    );
    this.httpRoute = new CustomResource(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: toMetadata({ name: traffic.route, namespace, labels: { "app.kubernetes.io/name": app } }),
        spec: {
          parentRefs: [
            {
              group: "gateway.networking.k8s.io",
              kind: "Gateway",
              name: traffic.gateway.name,
              namespace: traffic.gateway.namespace,
              ...(traffic.gateway.listener === undefined ? {} : { sectionName: traffic.gateway.listener }),
            },
          ],
          hostnames: [traffic.host],
          rules: withProbeKeys(renderRules({ app, port, token: "", weight: 0 }), token.result),
        },
      },
      { parent: this, dependsOn: [...args.after], ignoreChanges: ["spec.rules"] },
    );
    this.rules = new RouteRules(
      `${name}-rules`,
      { settings, probeToken: token.result },
      { parent: this, dependsOn: [this.httpRoute] },
    );
    this.registerOutputs();
  }
}

/** Puts the token before each probe key: only that value is secret, names and weights stay readable in every message. */
function withProbeKeys(rules: readonly RenderedRule[], token: pulumi.Output<string>): pulumi.Inputs[] {
  return rules.map(({ matches, ...rule }) => ({
    ...rule,
    matches: matches.map(({ headers, ...match }) => ({
      ...match,
      ...(headers && {
        headers: headers.map(({ value, ...header }) => ({
          ...header,
          value: pulumi.interpolate`${token}${value}`,
        })),
      }),
    })),
  }));
}

import type { WafSpec } from "../../components/core/edge/waf";
import type { Settings } from "../../components/core/settings";
import { sluiceKind } from "../delivery/sluice-resources";
import type { Framework } from "../pack/policy-metadata";
import type { Resource } from "../pack/resource";

/** The firewall that the checkout of a base stack asks for. */
export interface Firewall {
  /** `<namespace>/<app>`. */
  readonly app: string;
  /** Undefined where there is none, or its mode is `off`. */
  readonly waf: WafSpec | undefined;
}

/** Whether a resource decides which pods an app gets. */
export const isRelease = ({ type }: Pick<Resource, "type">): boolean => sluiceKind(type) === "Release";

/** Reads the firewall off the resource that decides about pods. */
export function readFirewall({ props }: Pick<Resource, "props">): Firewall {
  const { namespace, app } = props["settings"] as Settings;
  const { waf } = (props["run"] ?? {}) as { readonly waf?: WafSpec };
  return { app: `${namespace}/${app}`, waf };
}

/** The rules that the policies on firewalls follow. */
export const coreRuleSet = (specification: string): Framework => ({
  name: "OWASP CRS",
  version: "4",
  reference: "https://coreruleset.org/docs/",
  specification,
});

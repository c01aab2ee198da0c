import type { Damage } from "../../live";
import { findRuleDamage } from "../rule-damage";
import { weightOf } from "./ingress-route";
import type { IngressRoute, OwnSettings, ServiceRef } from "./ingress-route";
import { findOwnRules } from "./own-rules";

/** Reason why the app's own rules are not as the route writer left them; Traefik leaves a whole rule out for one of its Services. */
export function findDamage(route: IngressRoute, settings: OwnSettings): Damage | undefined {
  const words = {
    field: "spec.routes",
    things: "Services",
    nameOf: ({ name }: ServiceRef) => name,
    weightOf,
  };
  return findRuleDamage(findOwnRules(route, settings), words, settings);
}

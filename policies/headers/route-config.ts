import { z } from "zod";
import { ownedSchema } from "./owned-headers";

const headerNames = z.array(z.string().toLowerCase());

/** Configuration of the policies on headers. */
export const routeConfig = z.object({
  /** Headers that applications send themselves. @default none */
  owned: ownedSchema.default([]),
});

/** Configuration of the policies that demand headers. */
export const requiredConfig = routeConfig.extend({
  /** Least max-age of Strict-Transport-Security, seconds. */
  hstsMinSeconds: z.int().min(0).default(31_536_000),
  /** Whether Strict-Transport-Security must include subdomains. */
  hstsSubDomains: z.boolean().default(true),
  /** Whether the domain is to be preloaded, which is hard to undo. */
  hstsPreload: z.boolean().default(false),
  /** `strict`: scripts by nonce or hash, or none; `floor`: also the site's own and named hosts. */
  csp: z.enum(["strict", "floor"]).default("strict"),
  /** Whether Cross-Origin-Embedder-Policy is demanded. */
  embedder: z.boolean().default(false),
  /** Headers that are not demanded. */
  omit: headerNames.default([]),
});

/** Configuration of the policy on information leaks. */
export const leakConfig = routeConfig.extend({
  /** Headers that each route must remove, whatever the application sends, such as `server`. @default none */
  remove: headerNames.default([]),
});

/** Configuration of the policy on the score. */
export const scoreConfig = routeConfig.extend({
  /** Least score, 0 to 165. */
  minScore: z.int().min(0).max(165).default(90),
  /** Below this score a finding advises, 0 to 165. */
  warnBelow: z.int().min(0).max(165).default(100),
});

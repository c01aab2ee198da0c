import { z } from "zod";
import { matchesGlob } from "../pack/exemption";
import { toHeaders } from "./header";
import type { Header } from "./header";

/** Headers that applications send by themselves, by route. */
export const ownedSchema = z.array(
  z.object({
    /** Glob of `<namespace>/<name>` of the route, or of one of its hosts. */
    route: z.string().min(1),
    /** Headers of every answer; a nonce that changes is written `'nonce-{random}'`. */
    headers: z.record(z.string(), z.string()),
  }),
);

/** Headers declared for a route: those of all entries that match, a later entry wins. */
export function ownedHeaders(
  owned: z.output<typeof ownedSchema>,
  route: { readonly id: string; readonly hosts: readonly string[] },
): Header[] {
  const matching = owned.filter((entry) =>
    [route.id, ...route.hosts].some((text) => matchesGlob(entry.route, text)),
  );
  const merged = new Map(matching.flatMap(({ headers }) => toHeaders(headers)));
  return [...merged];
}

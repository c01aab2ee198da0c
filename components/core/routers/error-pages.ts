import { itemsOf } from "./need";
import type { Found, NeedFinding } from "./need";

interface MiddlewareRef {
  readonly name: string;
}

interface Middleware {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly errors?: unknown;
    readonly chain?: { readonly middlewares?: readonly MiddlewareRef[] };
  };
}

/** Traefik's Middlewares, by which answers of the app can be replaced. */
export const middlewares = { group: "traefik.io", version: "v1alpha1", resource: "middlewares" };

/** Middlewares of one namespace that a rule has, through chains of them as well. */
function reach(
  refs: readonly MiddlewareRef[],
  known: ReadonlyMap<string, Middleware>,
  seen = new Set<string>(),
): readonly Middleware[] {
  return refs.flatMap(({ name }): readonly Middleware[] => {
    const found = known.get(name);
    if (found === undefined || seen.has(name)) return [];
    seen.add(name);
    return [found, ...reach(found.spec?.chain?.middlewares ?? [], known, seen)];
  });
}

/**
 * Refuses Middlewares of the app's rules that replace error answers: what a client got is no longer what was counted.
 * @param refs - Middlewares of the app's rules in one namespace
 * @param list - all Middlewares of that namespace; those that may not be read are taken as fine
 */
export function refuseErrorPages(
  app: string,
  refs: readonly MiddlewareRef[],
  list: Found | undefined,
): NeedFinding {
  const known = new Map((itemsOf<Middleware>(list) ?? []).map((one) => [one.metadata.name, one]));
  const replacing = reach(refs, known).filter(({ spec }) => spec?.errors !== undefined);
  return {
    problems: replacing.map(({ metadata: { name } }) => ({
      text: `Cannot route traffic to "${app}": the app's rules must be without a Middleware that replaces error answers: got ${name} (errors)`,
      fix: "answers behind it cannot be told from good ones: let the app make its error pages, or the client",
      end: "refused",
    })),
    notes: [],
  };
}

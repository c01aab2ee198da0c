import { objectNames } from "../settings";
import { fillNames, listNames } from "./braces";
import type { Link } from "../notify/settings";

/** Values that a link's address may name. */
export interface LinkFacts {
  readonly app: string;
  readonly environment: string;
  readonly namespace: string;
  readonly attempt: number;
  readonly image: string;
  readonly startedAtSeconds: number;
  /** Its end, or the present. */
  readonly endedAtSeconds: number;
}

/** Time around an attempt that a link shows as well, seconds. */
const marginSeconds = 60;

const values = {
  app: ({ app }) => app,
  environment: ({ environment }) => environment,
  namespace: ({ namespace }) => namespace,
  attempt: ({ attempt }) => String(attempt),
  image: ({ image }) => image,
  stable: ({ app }) => objectNames(app).stable,
  canary: ({ app }) => objectNames(app).canary,
  from: (facts) => iso(facts.startedAtSeconds - marginSeconds),
  to: (facts) => iso(facts.endedAtSeconds + marginSeconds),
  fromMs: (facts) => String(Math.round((facts.startedAtSeconds - marginSeconds) * 1000)),
  toMs: (facts) => String(Math.round((facts.endedAtSeconds + marginSeconds) * 1000)),
} satisfies Readonly<Record<string, (facts: LinkFacts) => string>>;

const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString();

const isKnown = (name: string): name is keyof typeof values => Object.hasOwn(values, name);

/** Names that an address may have in braces. */
export const linkNames: readonly string[] = Object.keys(values);

/** Names in braces that no address may have. */
export function findUnknownNames(url: string): readonly string[] {
  return listNames(url).filter((name) => !isKnown(name));
}

/**
 * The links of an attempt: each name in braces is its value, encoded for an address.
 * @example fillLinks([{ name: "Logs", url: "https://logs.example.org/?q={canary}" }], { app: "shop", environment: "prod", namespace: "web", attempt: 3, image: "a", startedAtSeconds: 0, endedAtSeconds: 9 })[0].url // "https://logs.example.org/?q=shop-canary"
 */
export function fillLinks(links: readonly Link[], facts: LinkFacts): readonly Link[] {
  return links.map(({ name, url }) => ({
    name,
    url: fillNames(url, (key) => (isKnown(key) ? encodeURIComponent(values[key](facts)) : undefined)),
  }));
}

import { isByPods } from "../../components/core/routers/routers";
import type { z } from "zod";
import { environmentSchema } from "../schema/schema";
import type { EnvironmentConfig } from "../schema/schema";

type Path = readonly PropertyKey[];
type Mapping = Record<PropertyKey, unknown>;

/** Keys that have no stand-in: they say where the traffic is. */
const needed = [
  "cluster",
  "app.name",
  "app.namespace",
  "traffic.router",
  "traffic.route",
  "traffic.from",
  "traffic.gateway",
];

/** Stand-ins for keys that a file must have and that do not matter for taking traffic away. */
const standIns: Readonly<Record<string, unknown>> = {
  release: {},
  "release.image": `unreadable@sha256:${"0".repeat(64)}`,
  analysis: {},
  "analysis.prometheus": "http://unreadable.invalid",
  traffic: {},
  "traffic.hosts": ["unreadable.invalid"],
};

/** Stand-ins where the router is a Service, which has no host and whose requests no proxy counts. */
const ofService: Readonly<Record<string, unknown>> = {
  ...standIns,
  "traffic.hosts": undefined,
  "analysis.source": "query",
};

function standInOf(text: string, { traffic }: Mapping): unknown {
  const isService = isByPods((traffic as Mapping | undefined)?.["router"]);
  return (isService ? ofService : standIns)[text];
}

/** Removes one value, or sets the stand-in where a value is demanded; false where neither is possible. */
function mend(raw: Mapping, path: Path): boolean {
  const text = path.map(String).join(".");
  if (text === "" || needed.some((one) => text === one || text.startsWith(`${one}.`))) return false;
  const last = path.at(-1) as PropertyKey;
  const standIn = standInOf(text, raw);
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Mapping, raw);
  const present = Object.hasOwn(holder, last);
  // A list is kept or removed as a whole.
  if (Array.isArray(holder) || (!present && standIn === undefined)) return mend(raw, path.slice(0, -1));
  if (present) delete holder[last];
  if (standIn !== undefined) holder[last] = structuredClone(standIn);
  // Its lower end would be the default's: an autoscaler that is not known is left as it is.
  if (text === "app.replicas") delete holder["autoscale"];
  return true;
}

/**
 * Reads the usable parts of a damaged configuration for an abort, which must not wait for a repair: a wrong value gets
 * its default or a stand-in, unless it says where the traffic is.
 * @param raw - mapping under `sluice:`
 * @returns undefined where such a value is damaged itself
 */
export function salvageEnvironment(raw: Readonly<Record<string, unknown>>): EnvironmentConfig | undefined {
  const mended = structuredClone(raw) as Mapping;
  // Ends: every repair removes something or sets an accepted value.
  for (;;) {
    const parsed = environmentSchema.safeParse(mended);
    if (parsed.success) return parsed.data;
    // One at a time: a repair may remove the subject of the next problem.
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const keys = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    if (!mend(mended, [...issue.path, ...keys])) return undefined;
  }
}

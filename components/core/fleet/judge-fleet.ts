import { formatDuration } from "../duration";
import type { BrokenRule } from "../problem";
import type { Settings } from "../settings";
import { sameImage } from "../workload/image";
import { listMembers } from "./fleet";
import type { Fleet } from "./fleet";

/** Settings of an environment that its fleet is judged by. */
export type MemberSettings = Pick<
  Settings,
  "environment" | "app" | "namespace" | "cluster" | "image" | "promotion"
>;

/** Place of an environment in the file. */
interface Placed {
  readonly environment: string;
  readonly path: string;
  /** Number of its wave, from 0. */
  readonly wave: number;
}

const place = ({ waves }: Fleet): readonly Placed[] =>
  waves.flatMap(({ environments }, wave) =>
    environments.map(({ environment }, at) => ({
      environment,
      wave,
      path: `sluice:waves[${wave}].environments[${at}]`,
    })),
  );

function* findTwice(placed: readonly Placed[]): Generator<BrokenRule> {
  for (const [at, { environment, path }] of placed.entries()) {
    const first = placed.slice(0, at).find((one) => one.environment === environment);
    if (first !== undefined)
      yield { path, rule: `name an environment that is not at ${first.path} already`, got: environment };
  }
}

function* findMissing(placed: readonly Placed[], known: readonly string[]): Generator<BrokenRule> {
  for (const { environment, path } of placed) {
    if (known.includes(environment)) continue;
    yield {
      path,
      rule: `name an environment of this project (${known.join(", ") || "it has none"})`,
      got: environment,
      fix: `make its file Pulumi.${environment}.yaml: sluice init ${environment}`,
    };
  }
}

function* findShares(fleet: Fleet): Generator<BrokenRule> {
  const members = listMembers(fleet);
  const shares = members.flatMap(({ share }) => (share === undefined ? [] : [share]));
  if (shares.length === 0) return;
  const path = "sluice:waves[].environments[].share";
  const without = members.filter(({ share }) => share === undefined);
  if (without.length > 0) {
    const rest = without.map(({ environment }) => environment).join(", ");
    yield { path, rule: "be set for every environment or for none", got: `none for ${rest}` };
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  if (without.length === 0 ? sum !== 100 : sum > 100) yield { path, rule: "sum to 100 %", got: `${sum} %` };
}

/** The way of `promotion.from` that leads from an environment back to itself. */
function findCycle(
  start: string,
  settings: ReadonlyMap<string, MemberSettings>,
): readonly string[] | undefined {
  const way = [start];
  for (;;) {
    const next = settings.get(way.at(-1) as string)?.promotion.from?.environment;
    if (next === undefined) return undefined;
    if (next === start) return [...way, start];
    if (way.includes(next)) return undefined;
    way.push(next);
  }
}

function* findOrigins(
  fleet: Fleet,
  placed: readonly Placed[],
  settings: ReadonlyMap<string, MemberSettings>,
): Generator<BrokenRule> {
  const told = new Set<string>();
  for (const { environment, wave } of placed) {
    const from = settings.get(environment)?.promotion.from;
    if (from === undefined || told.has(environment)) continue;
    const at = { path: "sluice:promotion.from", file: `Pulumi.${environment}.yaml` };
    const cycle = findCycle(environment, settings);
    if (cycle !== undefined) {
      for (const one of cycle) told.add(one);
      yield { ...at, rule: "not lead back to the environment itself", got: cycle.join(" → ") };
      continue;
    }
    const origin = placed.find((one) => one.environment === from.environment);
    if (origin === undefined) continue;
    if (origin.wave >= wave) {
      const got = `${from.environment}, of wave ${origin.wave + 1}`;
      yield { ...at, rule: `be of a wave before wave ${wave + 1} of "${fleet.name}"`, got };
      continue;
    }
    const waits = fleet.waves.slice(origin.wave, wave).reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
    if (waits >= from.afterSeconds) continue;
    yield {
      path: `sluice:waves[${wave - 1}].bake`,
      rule: `leave "${from.environment}" the ${formatDuration(from.afterSeconds)} that promotion.after of "${environment}" demands`,
      got: `${formatDuration(waits)} until wave ${wave + 1}`,
    };
  }
}

function* findShared(
  placed: readonly Placed[],
  settings: ReadonlyMap<string, MemberSettings>,
): Generator<BrokenRule> {
  const members = placed.flatMap((one) => {
    const known = settings.get(one.environment);
    return known === undefined ? [] : [{ ...one, known }];
  });
  for (const [at, { environment, path, known }] of members.entries()) {
    const { cluster, namespace, app, image } = known;
    const same = members
      .slice(0, at)
      .find(
        (other) =>
          other.environment !== environment &&
          other.known.cluster.uid === cluster.uid &&
          other.known.namespace === namespace &&
          other.known.app === app,
      );
    if (same !== undefined) {
      const rule = `have a cluster or a namespace of its own: "${same.environment}" has the same`;
      yield { path, rule, got: `${app} in ${namespace}` };
    }
    const first = members[0] as (typeof members)[number];
    if (sameImage(image, first.known.image)) continue;
    yield {
      path: "sluice:release.image",
      file: `Pulumi.${environment}.yaml`,
      rule: `have the digest that "${first.environment}" has: a fleet releases one image`,
      got: image,
      fix: "set one image in all of them, or share it: sluice:defaults",
    };
  }
}

/**
 * Judges a fleet by what its file and the files of its environments say together.
 * @param known - environments that have a file
 * @param settings - of the environments whose file could be read
 * @returns every broken rule
 */
export function judgeFleet(
  fleet: Fleet,
  known: readonly string[],
  settings: readonly MemberSettings[],
): readonly BrokenRule[] {
  const placed = place(fleet);
  const byName = new Map(settings.map((one) => [one.environment, one]));
  return [
    ...findTwice(placed),
    ...findMissing(placed, known),
    ...findShares(fleet),
    ...findOrigins(fleet, placed, byName),
    ...findShared(placed, byName),
  ];
}

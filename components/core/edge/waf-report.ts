import { tracks } from "../track";
import type { Track } from "../track";
import { percent } from "../verdict/explain/percent";
import { wafTargets } from "./waf";
import type { WafExclusion } from "./waf";
import type { RuleHits, WafCounts } from "./waf-hits";

/** Hits of one track, and their share of its requests. */
export interface TrackHits {
  readonly hits: number;
  /** 0 to 1; null where the requests are not known. */
  readonly share: number | null;
}

/** A rule that fired on one part of the requests to one class of paths. */
export interface WafRow extends Readonly<Record<Track, TrackHits>> {
  readonly rule: string;
  readonly path: string;
  /** Null where it is not known. */
  readonly target: string | null;
  /** Exclusion that would silence it, but for owner and last day; null where a setting or nothing does. */
  readonly exclusion: Omit<WafExclusion, "owner" | "expires"> | null;
  /** The way to silence it, in words. */
  readonly way: string;
}

/** Decisions of a firewall over a period of time. */
export interface WafReport {
  readonly decided: Readonly<Record<Track, TrackHits | null>>;
  /** Those that fire more often on the canary first. */
  readonly rows: readonly WafRow[];
}

/** Requests of each track over the same time; null where they could not be read. */
export type TrackRequests = Readonly<Record<Track, number>> | null;

/** Settings that decide where Sluice's own rules fire. */
const settings: Readonly<Record<string, string>> = {
  10010: "edge.waf.methods",
  10011: "edge.waf.contentTypes",
  10012: "edge.waf.bodyLimit",
  10013: "edge.waf.onFailure",
  10014: "edge.waf.onFailure",
  10015: "edge.waf.onFailure",
};

/** Path of an exclusion for a class of paths: what differs from one user to the next is everything that begins so. */
function toPath(path: string): string | undefined {
  const star = path.indexOf("*");
  const plain = star === -1 ? path : `${path.slice(0, star)}*`;
  return plain === "/*" || !plain.startsWith("/") ? undefined : plain;
}

function toExclusion({ rule, path, target }: Pick<RuleHits, "rule" | "path" | "target">) {
  const number = Number(rule);
  if (!(number >= 911_000 && number <= 944_999)) return null;
  const wanted = toPath(path);
  return {
    rule: number,
    ...(wanted === undefined ? {} : { path: wanted }),
    ...(wafTargets.test(target) ? { target } : {}),
  };
}

function toWay(rule: string, exclusion: WafRow["exclusion"]): string {
  if (exclusion !== null) {
    const { path, target } = exclusion;
    const parts = [
      `rule: ${exclusion.rule}`,
      ...(path === undefined ? [] : [`path: ${path}`]),
      ...(target === undefined ? [] : [`target: "${target}"`]),
    ];
    return `{ ${parts.join(", ")} }`;
  }
  return settings[rule] ?? (rule === "other" ? "more rules than are counted apart" : "none");
}

const toHits = (hits: number, requests: number | undefined): TrackHits => ({
  hits,
  share: requests === undefined || requests === 0 ? null : hits / requests,
});

/** Puts the canary's hits beside stable's, by rule, class of path and part of the request. */
export function reportWaf({ hits, decided }: WafCounts, requests: TrackRequests): WafReport {
  const rows = new Map<string, Pick<RuleHits, "rule" | "path" | "target"> & Record<Track, number>>();
  for (const { track, rule, path, target, count } of hits) {
    const id = JSON.stringify([rule, path, target]);
    const known = rows.get(id) ?? { rule, path, target, stable: 0, canary: 0 };
    rows.set(id, { ...known, [track]: count });
  }
  const made = [...rows.values()].map(({ rule, path, target, stable, canary }): WafRow => {
    const exclusion = toExclusion({ rule, path, target });
    return {
      rule,
      path,
      target: target === "" ? null : target,
      stable: toHits(stable, requests?.stable),
      canary: toHits(canary, requests?.canary),
      exclusion,
      way: toWay(rule, exclusion),
    };
  });
  const lead = ({ canary, stable }: WafRow) => (canary.share ?? 0) - (stable.share ?? 0);
  const all = ({ canary, stable }: WafRow) => canary.hits + stable.hits;
  const of = (track: Track): TrackHits | null => {
    const count = decided[track];
    return count === undefined ? null : toHits(count, requests?.[track]);
  };
  return {
    decided: { stable: of("stable"), canary: of("canary") },
    rows: made.toSorted(
      (a, b) =>
        lead(b) - lead(a) || all(b) - all(a) || a.rule.localeCompare(b.rule) || a.path.localeCompare(b.path),
    ),
  };
}

/** Hits and share for a table's cell, e.g. `12 (0.4 %)`. */
const showHits = ({ hits, share }: TrackHits): string =>
  share === null || hits === 0 ? `${hits}` : `${hits} (${percent(share)})`;

/** Heads of the table of {@link toWafCells}. */
export const wafHead = ["rule", "path", "part", ...tracks, "silenced by"] as const;

/** Cells of a rule, by {@link wafHead}. */
export const toWafCells = ({ rule, path, target, way, ...of }: WafRow): readonly string[] => [
  rule,
  path,
  target ?? "-",
  ...tracks.map((track) => showHits(of[track])),
  way,
];

/**
 * Sentence on the decisions of both tracks.
 * @param over - time that they are from, e.g. `1h`
 */
export function explainWaf({ decided, rows }: WafReport, over: string): string {
  const told = tracks.map((track) => {
    const one = decided[track];
    return `${track} ${one === null ? "has no firewall that Prometheus scrapes" : showHits(one)}`;
  });
  const fired =
    rows.length === 0 ? "no rule fired" : `${rows.length} kind${rows.length === 1 ? "" : "s"} of hits`;
  return `refused, or would have been, in the last ${over}: ${told.join(", ")}; ${fired}`;
}

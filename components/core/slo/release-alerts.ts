import { watchSelector, watchSeries } from "../stage/watch-metrics";
import { tracks } from "../track";
import type { Track } from "../track";
import { countedSeries, renderCounts } from "./count-rules";
import { budgetOf, sloId } from "./slo";
import type { Slo, SloService } from "./slo";
import { labelsOf } from "./slo-rules";
import type { Rule, RuleGroup } from "./rule";
import type { UserRates } from "./user-rates";

/** Failed requests of the canary in five minutes from which it is called worse. */
const leastOfCanary = 10;

const baseSeconds = 300;

/** Counters of each track. */
export type TrackRates = Readonly<Record<Track, UserRates>>;

/** Label of the objective under which the tracks are counted, and of the track. */
const whereOf = (service: SloService, slo: Slo, track: Track) => ({ sloth_id: sloId(service, slo), track });

/** Rules that count the requests of a track and those that failed. */
const countTrack = (service: SloService, slo: Slo, byTrack: TrackRates, track: Track): readonly Rule[] =>
  renderCounts("track", byTrack[track], { ...labelsOf(service, slo), track }, whereOf(service, slo, track));

/**
 * Alert for releases that nobody watches: Sluice judges by more exact evidence, and aborts by itself. It asks for more
 * than the objective's share, twice stable's, and a number of failures that chance does not give.
 */
function canaryWorse(service: SloService, slo: Slo): Rule {
  const { app, environment } = service;
  const of = (track: Track) => {
    const { requests, failures } = countedSeries("track", whereOf(service, slo, track));
    return { failed: `sum(${failures})`, share: `sum(${failures}) / (sum(${requests}) > 0)` };
  };
  const [stable, canary] = [of("stable"), of("canary")];
  const parts = [
    `${canary.share} > ${budgetOf(slo)}`,
    `${canary.share} > 2 * (${stable.share} or vector(0))`,
    `${canary.failed} * ${baseSeconds} >= ${leastOfCanary}`,
  ];
  return {
    alert: "SluiceCanaryWorse",
    expr: parts.map((part) => `(${part})`).join(" and "),
    labels: { ...labelsOf(service, slo), severity: "page" },
    annotations: {
      summary: `the canary of ${app} in ${environment} fails more than stable`,
      description: `{{ $value | humanizePercentage }} of the canary's requests failed. sluice status ${environment} says who watches; sluice abort ${environment} takes it off in one write`,
    },
  };
}

/**
 * Alert for requests of the canary while nobody watches: no run, no person, and no watchdog Job, which tells of all
 * three. It waits longer than a dead runner's lock and the rates' window need, so that no abort sets it off.
 */
function unwatched(service: SloService, slo: Slo): Rule {
  const { app, environment } = service;
  const { requests } = countedSeries("track", whereOf(service, slo, "canary"));
  return {
    alert: "SluiceUnwatched",
    expr: `(sum(${requests}) > 0) unless on () (max(${watchSelector(watchSeries.watched, service)}) == 1)`,
    for: "10m",
    labels: { ...labelsOf(service, slo), severity: "page" },
    annotations: {
      summary: `nobody watches the canary of ${app} in ${environment}, and it has users`,
      description: `{{ $value | humanize }} requests per second go to it. sluice watch ${environment} watches; sluice abort ${environment} takes it off in one write`,
    },
  };
}

/** Alert for a release that has waited for a person for an hour, with users on its canary. */
function heldTooLong(service: SloService, slo: Slo): Rule {
  const { app, environment } = service;
  return {
    alert: "SluiceHeldTooLong",
    expr: `(max(${watchSelector(watchSeries.held, service)}) == 1) and on () (max(${watchSelector(watchSeries.weight, service)}) > 0)`,
    for: "1h",
    labels: { ...labelsOf(service, slo), severity: "ticket" },
    annotations: {
      summary: `the release of ${app} in ${environment} waits for a person`,
      description: `its canary has users all the while. sluice status ${environment} says what it waits for`,
    },
  };
}

/**
 * Alerts on a release, under the labels of an objective; whether the canary is worse asks one on failures.
 * @param byTrack - counters of each track, where labels tell it; without them no alert is about the canary's requests
 * @param hasWatchdog - its Job's series say who watches, and what is held; without them no alert asks
 */
export function renderReleaseAlerts(
  service: SloService,
  slo: Slo,
  byTrack: TrackRates | undefined,
  hasWatchdog: boolean,
): readonly RuleGroup[] {
  const onRequests = [
    ...(slo.name === "availability" ? [canaryWorse(service, slo)] : []),
    ...(hasWatchdog ? [unwatched(service, slo)] : []),
  ];
  const counted =
    byTrack === undefined || onRequests.length === 0
      ? []
      : [...tracks.flatMap((track) => countTrack(service, slo, byTrack, track)), ...onRequests];
  const rules = [...counted, ...(hasWatchdog ? [heldTooLong(service, slo)] : [])];
  return rules.length === 0 ? [] : [{ name: `sluice-release-alerts-${sloId(service, slo)}`, rules }];
}

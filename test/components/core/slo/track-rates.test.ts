import { usualUnaskedRoutes } from "../../../../components/core/evidence/unasked";
import { sourceOf } from "../../../../components/core/sources/sources";
import { trackRates } from "../../../../components/core/slo/track-rates";
import { userRates } from "../../../../components/core/slo/user-rates";
import type { Labels } from "../../../../components/core/sources/source";
import type { Track } from "../../../../components/core/track";
import { endings, input } from "../../../support/sources/fixture";
import { fixtures } from "../../../support/sources/fixtures";
import { fits } from "../../../support/sources/select";

const tracks = ["stable", "canary"] as const;
const found = (selectors: readonly string[], labels: Labels): number =>
  selectors.filter((selector) => fits(selector, labels)).length;

const told = fixtures.filter((fixture) => sourceOf(fixture).ofTrack !== undefined);

test("only a source that counts by address does not tell the track", () => {
  expect(fixtures.filter((fixture) => !told.includes(fixture)).map(({ name }) => name)).toEqual([
    "envoy-gateway",
  ]);
  const [envoy] = fixtures.filter((fixture) => !told.includes(fixture));
  expect(trackRates(sourceOf(envoy as (typeof fixtures)[number]), input, [], "canary")).toBeUndefined();
});

describe.each(told)("selectors of a track by $name", (fixture) => {
  const source = sourceOf(fixture);
  const of = (track: Track) => trackRates(source, input, usualUnaskedRoutes, track);
  const all = userRates(source, input, usualUnaskedRoutes);

  test.each(tracks)("count each request of %s once, and none of the other track", (track) => {
    const rows = tracks.flatMap((one) =>
      endings.flatMap((ending) => {
        const counter = fixture.counter(one, ending);
        return counter === undefined ? [] : [{ one, labels: { ...fixture.scrape(one), ...counter } }];
      }),
    );
    const counted = rows.map(({ labels }) => [
      found(of(track)?.total ?? [], labels),
      found(of(track)?.failed ?? [], labels),
    ]);
    expect(counted).toEqual(
      rows.map(({ one, labels }) =>
        one === track ? [found(all.total, labels), found(all.failed, labels)] : [0, 0],
      ),
    );
    expect(counted.filter(([requests]) => requests === 1).length).toBeGreaterThan(5);
  });
});

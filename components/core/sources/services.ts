import { tracks } from "../track";
import type { Track } from "../track";
import type { CountedApp } from "./source";

/** Name of the Service that users' requests reach a track by. */
export const serviceOf = ({ app, stableService = `${app}-stable` }: CountedApp, track: Track): string =>
  track === "stable" ? stableService : `${app}-canary`;

/** Regular expression of one track's Service, or of both; its one group is what {@link trackOfService} takes. */
export function matchServices(app: CountedApp, track?: Track): string {
  if (track !== undefined) return serviceOf(app, track);
  return app.stableService === undefined
    ? `${app.app}-(stable|canary)`
    : `(${tracks.map((one) => serviceOf(app, one)).join("|")})`;
}

/** Track of a Service by its name, or by what {@link matchServices} found of it. */
export const trackOfService = (found: string | undefined, app: CountedApp): Track | undefined =>
  tracks.find(
    (track) => found === serviceOf(app, track) || (app.stableService === undefined && found === track),
  );

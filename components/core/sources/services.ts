import { tracks } from "../track";
import type { Track } from "../track";
import type { CountedApp } from "./source";

/** Name of the Service that users' requests reach a track by. */
export const serviceOf = ({ app, stableService = `${app}-stable` }: CountedApp, track: Track): string =>
  track === "stable" ? stableService : `${app}-canary`;

/** Regular expression of both tracks' Services; its one group is what {@link trackOfService} takes. */
export const matchServices = (app: CountedApp): string =>
  app.stableService === undefined
    ? `${app.app}-(stable|canary)`
    : `(${tracks.map((track) => serviceOf(app, track)).join("|")})`;

/** Track of a Service by its name, or by what {@link matchServices} found of it. */
export const trackOfService = (found: string | undefined, app: CountedApp): Track | undefined =>
  tracks.find(
    (track) => found === serviceOf(app, track) || (app.stableService === undefined && found === track),
  );

import { objectNames } from "../settings";
import type { Track } from "../track";
import type { HttpRoute } from "./http-route";
import { probeHeader } from "./route-rules";

/** The key that reaches one track, as the live route has it; undefined when its probe rule is missing. */
export function probeKey(route: HttpRoute, app: string, track: Track): string | undefined {
  const service = objectNames(app).track(track);
  for (const { matches = [], backendRefs = [] } of route.spec.rules ?? []) {
    if (backendRefs.length !== 1 || backendRefs[0]?.name !== service) continue;
    const header = matches
      .flatMap(({ headers = [] }) => headers)
      .find(({ name }) => name.toLowerCase() === probeHeader);
    if (header !== undefined) return header.value;
  }
  return undefined;
}

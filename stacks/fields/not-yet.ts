// Settings that the configuration will have, kept apart from spelling mistakes.
const planned: Readonly<Record<string, string>> = {
  "traffic.mirror": "mirrored traffic",
  "traffic.cohorts": "cohorts by header or cookie",
  "edge.rateLimit": "rate limits",
  freeze: "freeze windows",
  "app.perPod": "limits of connections outside of the cluster",
};

/** Places where people may expect a setting that has another one. */
const moved: Readonly<Record<string, string>> = {
  "traffic.headers": "edge.headers",
  "edge.cors": "edge.headers.cors",
};

/**
 * Reason why a key that people may expect is refused instead of ignored.
 * @param path - below `sluice:`, e.g. `traffic.mirror`
 * @returns text after "must", or undefined for any other key
 */
export function notYet(path: string): string | undefined {
  const key = path.replace(/^\./, "");
  const place = moved[key];
  if (place !== undefined) return `be said by sluice:${place}`;
  const what = planned[key];
  return what === undefined ? undefined : `not be set: this version does not have ${what} yet`;
}

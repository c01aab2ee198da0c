// Settings that the configuration will have, kept apart from spelling mistakes.
const planned: Readonly<Record<string, string>> = {
  "traffic.mirror": "mirrored traffic",
  "traffic.cohorts": "cohorts by header or cookie",
  "traffic.headers": "response headers",
  "edge.headers": "response headers",
  "edge.cors": "CORS",
  "edge.rateLimit": "rate limits",
  freeze: "freeze windows",
  flags: "feature flags",
  "app.perPod": "limits of connections outside of the cluster",
};

/**
 * Reason why a key that people may expect is refused instead of ignored.
 * @param path - below `sluice:`, e.g. `traffic.mirror`
 * @returns text after "must", or undefined for a key that is not planned
 */
export function notYet(path: string): string | undefined {
  const what = planned[path.replace(/^\./, "")];
  return what === undefined ? undefined : `not be set: this version does not have ${what} yet`;
}

import { sourceNames, sources } from "../../components/core/sources/sources";
import type { RecordingTerms } from "../../replay/recording/recording";
import type { ReplayFlags } from "./flags";

/** Options of reading a file; their problems are added to `issues`. */
export function readRecordingTerms(
  { source, app, namespace = "default", label, ignoreRoute, latency }: ReplayFlags,
  issues: string[],
): RecordingTerms {
  const name = sourceNames.find((one) => one === source);
  if (source !== undefined && name === undefined) {
    issues.push(`--source must be ${sourceNames.join(" or ")}: got "${source}"`);
  }
  if (source !== undefined && app === undefined) {
    issues.push("--app must be given with --source: got none");
  }
  if (source === undefined && app !== undefined) {
    issues.push(`--app must be given with --source: got "${app}" without`);
  }
  const pairs = label.map((text) => {
    const [, key, value] = /^([A-Za-z_]\w*)=(.+)$/.exec(text) ?? [];
    if (key === undefined || value === undefined) {
      issues.push(`--label must be name=value, such as cluster=prod: got "${text}"`);
    }
    return [key ?? "", value ?? ""] as const;
  });
  for (const route of ignoreRoute ?? []) {
    if (!/^\/\S*$/.test(route))
      issues.push(`--ignore-route must be a path that starts with "/": got "${route}"`);
  }
  return {
    reader: name === undefined ? undefined : sources[name],
    app: app === undefined ? undefined : { namespace, app },
    labels: Object.fromEntries(pairs),
    ignoreRoutes: ignoreRoute,
    latency,
  };
}

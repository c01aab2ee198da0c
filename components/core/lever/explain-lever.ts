import { kubectlPatch } from "../access/kubectl";
import type { Drift, Reconciliation } from "../ledger/transitions/reconcile-weight";
import type { Writer } from "../live";
import { nameReason } from "../name-reason";
import type { Settings } from "../settings";
import { trackLabels } from "../settings";
import type { Seen } from "../stage/seen";
import type { SoakDecision } from "../stage/watch-soak";
import type { Lever } from "./service";

type Place = Pick<Settings, "app" | "environment" | "namespace" | "cluster">;

const describe = (writer: Writer | undefined): string =>
  writer === undefined ? "" : `, written by ${writer.manager} at ${writer.at}`;

/** State of the second lever, one sentence for a person; undefined where the Service selects the canary. */
export function describeLever(lever: Lever): string | undefined {
  switch (lever.kind) {
    case "stable": {
      const { service, mark, writer } = lever;
      const since = mark === undefined ? "" : ` since ${new Date(mark.atSeconds * 1000).toISOString()}`;
      const why =
        mark === undefined ? describe(writer) : ` (${nameReason(mark.kind, mark.reason)}; ${mark.because})`;
      return `the second lever of an abort stands: Service ${service} selects stable's pods${since}${why}`;
    }
    case "other":
      return `Service ${lever.service} must select the canary's pods: got ${lever.selector || "nothing"}${describe(lever.writer)}`;
    default:
      return undefined;
  }
}

/** Reason why no gate passes, and what ends it; undefined where the Service selects the canary. */
export function findLeverDrift(
  lever: Lever,
  { app, environment, namespace, cluster }: Place,
): Drift | undefined {
  const text = describeLever(lever);
  if (text === undefined) return undefined;
  if (lever.kind !== "other")
    return {
      text,
      fix: `\`sluice abort ${environment}\` writes weight 0 where that is still missing; then \`pulumi up\` of the base stack undoes it, once no request comes by that Service`,
    };
  const body = { spec: { selector: trackLabels(app, "stable") } };
  const command = kubectlPatch({ cluster, namespace }, `service ${lever.service}`, "merge", body);
  return { text, fix: `find out who did; ${command} sends its requests to stable meanwhile` };
}

/** Comparison of ledger and route, with what the canary's Service adds to it. */
export function addLever(found: Reconciliation, drift: Drift | undefined): Reconciliation {
  if (drift === undefined) return found;
  if (found.kind !== "drift") return { kind: "drift", ...drift };
  return { kind: "drift", text: `${found.text}; ${drift.text}`, fix: `${found.fix}; ${drift.fix}` };
}

/**
 * Decision of a soak with the canary's Service in view. Where another command took the second lever it joins that
 * abort: what is counted as the canary's is stable's, and weight 0 is still to be written. Nothing passes while it
 * cannot be seen.
 * @param watched - its decision by everything else; an abort that is due goes first
 */
export function watchLever(lever: Seen<Lever>, watched: SoakDecision): SoakDecision {
  if (watched.action === "abort") return watched;
  if (lever.kind === "unseen")
    return watched.action === "pass"
      ? { action: "go-on", sentence: `the canary's Service could not be read (${lever.problem})` }
      : watched;
  const sentence = describeLever(lever.value);
  if (sentence === undefined) return watched;
  return lever.value.kind === "stable"
    ? { action: "abort", kind: lever.value.mark?.kind ?? "abort", written: false, basis: "lever", sentence }
    : { action: "hold", basis: "foreignSelector", sentence };
}

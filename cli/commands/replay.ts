import type { Command } from "commander";
import { sourceNames, sourceOf } from "../../components/core/sources/sources";
import type { SourceName } from "../../components/core/sources/sources";
import { defineCommand } from "../define-command";
import type { ReplayFlags } from "../replay/flags";
import { runCommand } from "../run-command";

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Name of a source, with the warning that it has. */
const nameOf = (source: SourceName): string =>
  sourceOf({ source }).profile.experimental === undefined ? source : `${source} (experimental)`;

/** `sluice replay`: verdicts of the gate and of other rules on a recording. */
export function replayCommand(): Command {
  return defineCommand({
    name: "replay",
    details:
      "Runs the gate and the rules that people use with Argo Rollouts and Flagger over a recording: a file of OpenMetrics text with timestamps (http_requests_total{track,code,pod}, http_request_duration_seconds{track,pod}; - is standard input), or a range of an environment's Prometheus. Also judges stable against itself, where every abort is a false one. Writes nothing but the page.",
    examples: [
      ["replay recording.om", "for people"],
      ["replay recording.om --json", "a line per mode, for programs"],
      ["replay recording.om --html replay.html", "a page with plots"],
      ["replay recording.om --stages 1@0s,5@5m,20@15m", "with the weights and when each began"],
      ["replay dump.om --source traefik --app shop --namespace prod", "from a dump of the router's series"],
      ["replay prod --from 2026-11-21T10:00:00Z --to 2026-11-21T11:00:00Z", "from Prometheus"],
    ],
  })
    .argument("<recording>", "file of OpenMetrics text, or environment")
    .option("--from <time>", "first moment: ISO 8601, seconds since 1970, or how long ago")
    .option("--to <time>", "last moment (default: the recording's end; now)")
    .option(
      "--stages <list>",
      "weights and when each began, such as 1@0s,5@5m (default: from the ledger, or from the counts)",
    )
    .option("--hold <time>", "least time of a stage before the gate lets it pass", "60s")
    .option("--tick <time>", "length of a tick (default: the scrape interval)")
    .option("--objective <share>", "largest accepted share of errors (default: 1%)")
    .option("--no-latency", "judge errors only")
    .option(
      "--source <name>",
      `read a file's series as the gate reads those of ${sourceNames.map(nameOf).join(", ")}`,
    )
    .option("--app <name>", "with --source: whose series")
    .option("--namespace <name>", "with --source: the app's namespace", "default")
    .option(
      "--label <name=value>",
      "of a file: the label with the track (track=NAME) or the status (code=NAME), or a place (cluster=prod, or *); repeatable",
      collect,
      [],
    )
    .option(
      "--ignore-route <path>",
      "of a file: leave out requests that no user made, * for any text; repeatable (default: the usual ones of probes and metrics, such as /healthz and /actuator/*)",
      collect,
    )
    .option(
      "--expect <class=reason>",
      'an intended change of 3xx, 4xx or gave-up with its reason, such as 3xx="/old moved": not judged; repeatable',
      collect,
      [],
    )
    .option("--interval <time>", "time between two checks of Argo Rollouts and of Flagger", "60s")
    .option("--success-rate <share>", "least share of requests without error they accept", "99%")
    .option(
      "--failure-limit <number>",
      "Argo Rollouts: failed measurements that are tolerated, -1 for any",
      "3",
    )
    .option(
      "--conditions <which>",
      "Argo Rollouts: which conditions are stated: success, failure or both",
      "success",
    )
    .option("--threshold <number>", "Flagger: failed checks that end the run", "5")
    .option("--html <file>", "also write a page with plots, everything in one file")
    .action((subject: string, flags: ReplayFlags) =>
      runCommand(`replay "${subject}"`, flags, (terminal) => {
        const { runReplay } = require("../replay/run-replay") as typeof import("../replay/run-replay");
        return runReplay(subject, flags, terminal);
      }),
    );
}

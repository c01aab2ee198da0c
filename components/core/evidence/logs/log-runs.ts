import { given } from "../../given";
import { trackLabel } from "../../settings";
import { tracks } from "../../track";
import type { Track } from "../../track";
import { findApp } from "../../workload/app-container";
import type { Pod } from "../../workload/pod";

/** Run of a container whose log is judged. */
export interface LoggedRun {
  readonly track: Track;
  readonly pod: string;
  readonly container: string;
  /** Names it and no other: the pod's uid, the container and the number of its run. */
  readonly key: string;
  /** It is the one before the present one. */
  readonly isPrevious: boolean;
  /** Its beginning, seconds since the epoch; undefined where the cluster does not say. */
  readonly startedAtSeconds?: number;
}

/** Runs whose logs can be read, and the reasons why those of others cannot. */
export interface LoggedRuns {
  readonly runs: readonly LoggedRun[];
  readonly problems: readonly string[];
}

const parse = (time: string | undefined): number | undefined =>
  time === undefined ? undefined : Date.parse(time) / 1000;

/** Runs of one pod's container since a moment, the present one last. */
function runsOf(pod: Pod, wanted: string | undefined, fromSeconds: number): LoggedRuns {
  const { name, uid, labels } = pod.metadata;
  const track = tracks.find((one) => one === labels?.[trackLabel]);
  if (track === undefined) return { runs: [], problems: [] };
  const { containers } = pod.spec;
  const container =
    wanted === undefined
      ? findApp(containers, pod.metadata)?.name
      : containers.find((one) => one.name === wanted)?.name;
  if (container === undefined)
    return { runs: [], problems: [`pod ${name} has no container ${wanted ?? "of the app"}`] };
  const status = pod.status?.containerStatuses?.find((one) => one.name === container);
  const { restartCount = 0, state, lastState } = status ?? {};
  const ended = lastState?.terminated;
  // One that was never started has written nothing.
  if (state?.running === undefined && state?.terminated === undefined && ended === undefined)
    return { runs: [], problems: [] };
  const run = (nth: number, isPrevious: boolean, started: number | undefined): LoggedRun => ({
    track,
    pod: name,
    container,
    key: `${uid}/${container}/${nth}`,
    isPrevious,
    ...given("startedAtSeconds", started),
  });
  const isWaiting = state?.running === undefined && state?.terminated === undefined;
  const started = parse((state?.running ?? state?.terminated ?? ended)?.startedAt);
  const present = run(restartCount, false, started);
  const isOld = started !== undefined && started <= fromSeconds;
  if (isWaiting || restartCount === 0 || isOld) return { runs: [present], problems: [] };
  const before = parse(ended?.startedAt);
  const isLost = restartCount > 1 && (before === undefined || before > fromSeconds);
  return {
    runs: [run(restartCount - 1, true, before), present],
    problems: isLost
      ? [
          `container ${container} of pod ${name} restarted more than once, and only the last two runs have logs`,
        ]
      : [],
  };
}

/**
 * Runs of the containers whose logs are judged since a moment, seconds since the epoch.
 * @param container - @default - the app's own
 */
export function findRuns(
  pods: readonly Pod[],
  container: string | undefined,
  fromSeconds: number,
): LoggedRuns {
  const all = pods.map((pod) => runsOf(pod, container, fromSeconds));
  return { runs: all.flatMap(({ runs }) => runs), problems: all.flatMap(({ problems }) => problems) };
}

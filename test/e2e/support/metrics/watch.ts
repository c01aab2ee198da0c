import type { Cluster } from "../../../../components/cluster/api";
import type { MetricRule } from "../../../../components/core/evidence/metric-rule";
import { toMetricParameters } from "../../../../components/core/evidence/metric-rule";
import type { Settings } from "../../../../components/core/settings";
import {
  defaultParameters,
  explain,
  ingest,
  judge,
  readFromSeconds,
  restore,
  save,
  startRelease,
  startStage,
} from "../../../../components/core/verdict/index";
import type { EvidenceState, Verdict } from "../../../../components/core/verdict/index";
import { openSource } from "../../../../components/prometheus/source";
import type { EvidenceReading } from "../../../../components/prometheus/source";

/** A cluster for a Prometheus with an address of its own. */
export const noCluster = { raw: () => Promise.reject(new Error("not asked")) } as unknown as Cluster;

/** Result of one look at the evidence. */
export interface Look {
  readonly state: EvidenceState;
  readonly verdict: Verdict;
  readonly reading: EvidenceReading;
}

/** A gate that begins now and looks again and again, saved and restored in between, until it is as wanted. */
export class Watch {
  private state: EvidenceState;
  private readonly settings: Settings;
  private readonly rules: readonly MetricRule[];

  constructor(settings: Settings, weight = 50) {
    this.settings = settings;
    this.rules = settings.analysis.metrics;
    const parameters = defaultParameters({ tickSeconds: 1, ...toMetricParameters(this.rules) });
    this.state = startStage(startRelease(parameters), {
      weight,
      nextWeight: 51,
      minimumHoldSeconds: 5,
      deadlineSeconds: 3600,
      startedAtSeconds: Date.now() / 1000,
    });
  }

  async until(wanted: (look: Look) => boolean): Promise<Look> {
    const endMs = Date.now() + 120_000;
    for (;;) {
      const look = await this.look();
      if (wanted(look)) return look;
      if (Date.now() > endMs) {
        const { problems, unread } = look.reading;
        throw new Error(`never seen; last: ${explain(look.verdict)} ${JSON.stringify({ problems, unread })}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private async look(): Promise<Look> {
    const untilSeconds = Date.now() / 1000 - 0.2;
    const { rules } = this;
    const terms = { rules, tickSeconds: 1, tracks: ["stable", "canary"] as const };
    const source = openSource(noCluster, this.settings);
    const fromSeconds = readFromSeconds(this.state, untilSeconds);
    const reading = await source.readEvidence(terms, fromSeconds, untilSeconds);
    const names = reading.unread.map(({ metric }) => metric);
    const usable = reading.problems.length === 0;
    const after = ingest(this.state, usable ? reading.series : [], untilSeconds, names.length > 0).state;
    const restored = restore(JSON.parse(JSON.stringify(save(after))), after.parameters);
    if ("problem" in restored) throw new Error(restored.problem);
    this.state = restored.state;
    return { state: this.state, verdict: judge(this.state, names), reading };
  }
}

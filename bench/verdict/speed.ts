import { defaultParameters, observeTick, startRelease, startStage } from "../../components/core/verdict";
import type { EvidenceState } from "../../components/core/verdict";

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function begin(latencyBoundsSeconds: readonly number[]): EvidenceState {
  return startStage(startRelease(defaultParameters({ latencyBoundsSeconds })), {
    weight: 5,
    nextWeight: 20,
    minimumHoldSeconds: 60,
    deadlineSeconds: 1800,
    startedAtSeconds: 1000,
  });
}

function observe(state: EvidenceState): EvidenceState {
  const fromSeconds = state.cursorSeconds as number;
  const track = (requests: number, errors: number) => ({
    requests,
    errors,
    timed: requests,
    events: [],
    slow: state.parameters.latencyBoundsSeconds.map((_, i) => Math.floor(requests / (i + 2))),
  });
  return observeTick(state, {
    fromSeconds,
    toSeconds: fromSeconds + state.parameters.tickSeconds,
    noData: false,
    stable: track(950, 19),
    canary: track(50, 1),
  });
}

/** Processor time of one call, microseconds. */
function time(calls: number, call: () => void): number {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

function timeTick(latencyBoundsSeconds: readonly number[]): number {
  let state = begin(latencyBoundsSeconds);
  time(3000, () => (state = observe(state)));
  return time(10_000, () => (state = observe(state)));
}

/** Measures ticks and memory of gates. */
export function measureSpeed(): string[] {
  const start = begin(bounds);
  const count = 2000;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let gates = Array.from({ length: count }, () => observe(start));
  globalThis.gc?.();
  const bytes = (process.memoryUsage().heapUsed - before) / count;
  const simple = begin([]);
  gates = Array.from({ length: 10_000 }, () => simple);
  const all = time(1, () => (gates = gates.map(observe)));
  return [
    `tick of a gate on errors: ${timeTick([]).toFixed(1)} µs`,
    `tick of a gate on errors and ${bounds.length} latency bounds: ${timeTick(bounds).toFixed(1)} µs`,
    `a tick of 10,000 gates on errors: ${(all / 1000).toFixed(0)} ms`,
    `memory per gate with ${bounds.length} latency bounds: ${(bytes / 1024).toFixed(1)} KB`,
    `saved evidence per gate with ${bounds.length} latency bounds: ${(JSON.stringify(gates[0]).length / 1024).toFixed(1)} KB of JSON on errors alone, ${(JSON.stringify(observe(start)).length / 1024).toFixed(1)} KB with latency`,
  ];
}

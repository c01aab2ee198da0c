import { findFirstHarm } from "./verdict/harm";
export function run(_f: string, args: readonly string[]): void {
  const runs = Number(args[0] ?? 500);
  const t0 = performance.now();
  for (const [r, p, b] of [
    [200, 0.005, 20],
    [200, 0.001, 20],
    [200, 0.005, 5],
  ] as const) {
    const truth = { name: "", requestsPerSecond: r, stable: p, canary: p, burst: b };
    const found = Array.from({ length: runs }, (_, i) => findFirstHarm(truth, 777 + i));
    const bad = found.filter(({ kind }) => kind === "harmed");
    console.log(
      r,
      p,
      b,
      bad.length,
      "of",
      runs,
      bad
        .map(({ seconds }) => seconds)
        .join(" ")
        .slice(0, 200),
    );
  }
  const base = { name: "", requestsPerSecond: 200, stable: 0.001, canary: 0.001 };
  for (const [rate, errors, burst] of [
    [20, 0.03, 1],
    [200, 0.03, 1],
    [20, 0.08, 1],
    [200, 0.08, 1],
    [200, 0.3, 1],
    [200, 0.08, 20],
    [200, 0.3, 20],
  ] as const) {
    const harm = { fromSeconds: 1500, errors };
    const secs = Array.from({ length: Math.min(runs, 200) }, (_, i) =>
      findFirstHarm({ ...base, requestsPerSecond: rate, burst, harm }, 99 + i),
    )
      .filter(({ kind, seconds }) => kind === "harmed" && seconds >= 1500)
      .map(({ seconds }) => seconds - 1500)
      .sort((a, b) => a - b);
    console.log(
      "harm",
      rate,
      errors,
      "burst",
      burst,
      secs.length,
      "median",
      secs[secs.length >> 1],
      "p90",
      secs[Math.floor(secs.length * 0.9)],
      "mean",
      secs.reduce((a, b) => a + b, 0) / secs.length,
    );
  }
  console.log(((performance.now() - t0) / 1000).toFixed(1), "s");
}

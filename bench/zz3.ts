import { findFirstHarm } from "./verdict/harm";
export function run(_f: string, args: readonly string[]): void {
  const runs = Number(args[0] ?? 500);
  for (const [r, p, b] of [[200, 0.005, 20]] as const) {
    const truth = { name: "", requestsPerSecond: r, stable: p, canary: p, burst: b };
    const bad = Array.from({ length: runs }, (_, i) => findFirstHarm(truth, 9777 + i)).filter(
      ({ kind }) => kind === "harmed",
    );
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
  for (const [rate, errors, burst] of [
    [200, 0.08, 20],
    [200, 0.03, 5],
  ] as const) {
    const harm = { fromSeconds: 1500, errors };
    const secs = Array.from({ length: 300 }, (_, i) =>
      findFirstHarm({ name: "", stable: 0.001, canary: 0.001, requestsPerSecond: rate, burst, harm }, 99 + i),
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
      "mean",
      secs.reduce((a, b) => a + b, 0) / secs.length,
    );
  }
}

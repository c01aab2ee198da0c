/** Steps between marks of an axis of time, seconds. */
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200];

function multiples(step: number, low: number, high: number): readonly number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}

/** Round values for an axis, about `count` of them: 1, 2 or 5 times a power of ten. */
export function chooseMarks(low: number, high: number, count: number): readonly number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  return multiples(step, low, high);
}

/** Round times for an axis from 0 on, at most nine, seconds. */
export function chooseTimes(durationSeconds: number): readonly number[] {
  const step = timeSteps.find((one) => durationSeconds / one <= 8) ?? 86_400;
  return multiples(step, 0, durationSeconds);
}

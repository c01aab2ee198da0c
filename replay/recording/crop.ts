/** The samples between two moments, both included, seconds since the epoch; series without any are dropped. */
export function crop<Series extends { readonly samples: readonly (readonly [number, number])[] }>(
  all: readonly Series[],
  fromSeconds: number,
  untilSeconds: number,
): Series[] {
  const cropped = all.map((one) => ({
    ...one,
    samples: one.samples.filter(([at]) => at >= fromSeconds && at <= untilSeconds),
  }));
  return cropped.filter(({ samples }) => samples.length > 0);
}

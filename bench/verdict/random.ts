/** Source of uniform numbers from 0 to below 1. */
export type Random = () => number;

/** Seeded generator (sfc32): the same seed gives the same study. */
export function seedRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162 ^ seed, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** Poisson numbers by multiplication; for small means. */
function poissonSmall(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; count++) product *= random();
  return count;
}

/** ln Γ(x + 1) by Stirling's series; x at least 10. */
function lnFactorial(x: number): number {
  return (x + 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/** Poisson numbers by transformed rejection (Hörmann 1993, PTRS); exact for means from 10. */
function poissonLarge(random: Random, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const fit = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= fit) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const lnK =
      k < 10 ? Math.log([1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880][k] as number) : lnFactorial(k);
    if (Math.log((v * inverseAlpha) / (a / (us * us) + b)) <= k * Math.log(mean) - mean - lnK) return k;
  }
}

/** A Poisson number. */
export function poisson(random: Random, mean: number): number {
  return mean === 0 ? 0 : mean < 10 ? poissonSmall(random, mean) : poissonLarge(random, mean);
}

/** A geometric number from 1 with this mean. */
export function geometric(random: Random, mean: number): number {
  return mean === 1 ? 1 : 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / mean));
}

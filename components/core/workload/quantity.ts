const powers: Readonly<Record<string, number>> = {
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Reads an amount as the API server writes it.
 * @returns undefined where it is none
 * @example parseQuantity("128Mi") // 134217728
 */
export function parseQuantity(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const power = powers[unit];
  return number === "" || power === undefined ? undefined : Number(number) * power;
}

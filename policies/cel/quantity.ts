import type { Environment } from "@marcbachmann/cel-js";

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
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
 * Reads a quantity of Kubernetes, such as `100m`, `128Mi` or `1e3`.
 * @returns the number, or undefined for anything else
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number | undefined {
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, number = "", exponent = "", unit = ""] = parts;
  return Number(number + exponent) * (factors[unit] as number);
}

/** A quantity as expressions compare it. */
class Quantity {
  readonly value: number;

  constructor(text: string) {
    const value = parseQuantity(text);
    if (value === undefined) throw new TypeError(`Cannot read quantity "${text}"`);
    this.value = value;
  }
}

/** Teaches an environment `quantity()`, `isQuantity()` and the comparisons. */
export function registerQuantity(environment: Environment): void {
  environment.registerType("Quantity", { ctor: Quantity, fields: {} });
  environment.registerFunction("quantity(string): Quantity", (text: string) => new Quantity(text));
  environment.registerFunction(
    "isQuantity(string): bool",
    (text: string) => parseQuantity(text) !== undefined,
  );
  const compare = (a: Quantity, b: Quantity) => Math.sign(a.value - b.value);
  environment.registerFunction("Quantity.compareTo(Quantity): int", (a: Quantity, b: Quantity) =>
    BigInt(compare(a, b)),
  );
  environment.registerOperator("Quantity == Quantity", (a: Quantity, b: Quantity) => compare(a, b) === 0);
  environment.registerFunction("Quantity.asApproximateFloat(): double", (a: Quantity) => a.value);
  environment.registerFunction(
    "Quantity.isGreaterThan(Quantity): bool",
    (a: Quantity, b: Quantity) => compare(a, b) > 0,
  );
  environment.registerFunction(
    "Quantity.isLessThan(Quantity): bool",
    (a: Quantity, b: Quantity) => compare(a, b) < 0,
  );
}

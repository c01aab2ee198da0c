import type { Environment } from "@marcbachmann/cel-js";
import { parseQuantity } from "../../components/core/workload/sizes/quantity";

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

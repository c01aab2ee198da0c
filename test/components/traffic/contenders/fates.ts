import * as fc from "fast-check";
import type { Fault } from "../../../cli/support/fake-cluster";

/** Fate of one request of anybody; a late one is carried out late. */
export type Fate = "well" | "answerLost" | "conflict" | 0 | 429 | 503 | { readonly lateMs: number };

const faults = fc.constantFrom<Fate>("answerLost", "conflict", 0, 429, 503);
const late = (...ms: readonly number[]) => fc.constantFrom(...ms.map((lateMs): Fate => ({ lateMs })));
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { arbitrary: fc.constant<Fate>("well"), weight: 20 },
  { arbitrary: faults, weight: 3 },
  { arbitrary: late(200, 2000, 9000), weight: 2 },
);
const routeFate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant<Fate>("well"),
  faults,
  late(200, 2000, 9000, 45_000),
);

/** Time at which a person begins, and the place of the work at which the machine sleeps. */
export interface Pace {
  readonly startsMs: number;
  /** Request before which it sleeps, and for how long. */
  readonly sleepsAt: number;
  readonly sleepsMs: number;
}

const pace: fc.Arbitrary<Pace> = fc.record({
  startsMs: fc.constantFrom(0, 10, 1000, 3000, 10_000, 60_000),
  sleepsAt: fc.nat(16),
  sleepsMs: fc.constantFrom(0, 0, 0, 5000, 45_000, 90_000),
});

/** Fates of the requests of a day in turn, after the last of which all goes well, and its people. */
export interface Day {
  readonly fates: readonly Fate[];
  /** Of the writes of the route. */
  readonly routeFates: readonly Fate[];
  readonly paces: readonly Pace[];
}

export const day = (people: number): fc.Arbitrary<Day> =>
  fc.record({
    fates: fc.array(fate, { maxLength: 60, size: "max" }),
    routeFates: fc.array(routeFate, { maxLength: 6, size: "max" }),
    paces: fc.array(pace, { minLength: people, maxLength: people }),
  });

/** Answer of a request with that fate; only a write meets another writer. */
export function toFault(one: Fate, method: string): Fault | undefined {
  if (one === "well") return undefined;
  if (one === "conflict") return method === "PUT" || method === "PATCH" ? { status: 409 } : undefined;
  return typeof one === "number" ? { status: one } : one;
}

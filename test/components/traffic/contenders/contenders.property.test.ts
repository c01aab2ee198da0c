import * as fc from "fast-check";
import { attemptOf, before, imageOf, released } from "../../../support/gate";
import type { HeldLock } from "../../../../components/ledger/lock-keeper";
import { day } from "./fates";
import type { Day, Pace } from "./fates";
import { aborts, promotes, raises, rollsBack, supersedes, triesAgain } from "./people";
import type { Person, Told } from "./people";
import { createWorld } from "./world";
import type { Morning } from "./world";

jest.mock("../../../../components/prometheus/source", () => ({
  openSource: () => ({ read: async () => ({ series: [], problems: [{ query: "q", problem: "away" }] }) }),
}));
// Records are packed by threads, for which no fake clock waits.
jest.mock("../../../../components/ledger/attempt-records", () => ({ writeRecord: async () => undefined }));
jest.mock("../../../../components/session/checkout", () => ({ readCheckout: async () => undefined }));
jest.mock("../../../../components/stage/evidence/objectives", () => ({
  chooseObjectives: async () => ({ objectives: {} }),
}));
/** Lock of each run, by its stack: in a process of their own each would have one. */
const mockLocks = new Map<string, HeldLock>();
jest.mock("../../../../components/session/held-locks", () => ({
  heldLock: ({ stack }: { stack: string }) => mockLocks.get(stack),
}));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const raised: Morning = {
  ledger: { weight: 5, attempt: attemptOf(["passed", "passed"]) },
  weight: 5,
  allowed: (attempt) => (attempt === 3 ? 20 : 1),
};
const aborted: Morning = {
  ledger: { phase: "aborted", attempt: attemptOf(["passed", "held"]), aborted: [{ image: released }] },
  weight: 0,
  allowed: (attempt) => (attempt === 3 ? 0 : 1),
};
const oldest = imageOf("9");
const older: Morning = {
  ...aborted,
  ledger: { ...aborted.ledger, promoted: [{ image: oldest }, { image: before }] },
};
const passed: Morning = {
  ledger: { phase: "passed", weight: 100, attempt: attemptOf(Array(5).fill("passed")) },
  weight: 100,
  allowed: () => 100,
};
const promoted: Morning = {
  ledger: {
    phase: "promoted",
    attempt: attemptOf(Array(5).fill("passed")),
    promoted: [{ image: before }, { image: released }],
  },
  weight: 0,
  stableImage: released,
  allowed: (attempt) => (attempt === 3 ? 0 : 1),
};

/** Result of a day. */
interface Evening {
  readonly number: number;
  readonly phase: string;
  readonly weight: number;
  /** Weights that the ledger has been told of. */
  readonly moves: readonly number[];
  readonly stable: string | undefined;
  readonly image: string | undefined;
  readonly told: Told;
}

interface Contest {
  readonly morning: Morning;
  readonly people: (told: Told) => readonly Person[];
  /** Demands of this contest alone. */
  readonly demand?: (evening: Evening) => void;
  /** Evenings each of which must be among those that were seen. */
  readonly seen: Readonly<Record<string, (evening: Evening) => boolean>>;
}

const contests: Readonly<Record<string, Contest>> = {
  "raise, abort and retry": {
    morning: raised,
    people: (told) => [raises(20), aborts(told), triesAgain],
    seen: {
      raised: ({ moves }) => moves.includes(20),
      aborted: ({ phase }) => phase === "aborted",
      retried: ({ number, weight }) => number === 4 && weight === 1,
    },
  },
  "another image, abort and raise": {
    morning: raised,
    people: (told) => [supersedes, aborts(told), raises(20)],
    seen: {
      raised: ({ moves }) => moves.includes(20),
      aborted: ({ phase }) => phase === "aborted",
      superseded: ({ number, weight }) => number === 4 && weight === 1,
    },
  },
  "promotion and abort": {
    morning: passed,
    people: (told) => [promotes, aborts(told)],
    demand: ({ phase, weight, stable }) => {
      if (phase === "promoted") expect([weight, stable]).toEqual([0, released]);
    },
    seen: {
      promoted: ({ phase }) => phase === "promoted",
      aborted: ({ phase, stable }) => phase === "aborted" && stable === before,
    },
  },
  "rollback, another image and abort": {
    morning: promoted,
    people: (told) => [rollsBack, supersedes, aborts(told)],
    seen: {
      "rolled back": ({ image, weight }) => image === before && weight === 1,
      released: ({ image, weight }) => image !== before && weight === 1,
      aborted: ({ phase }) => phase === "aborted",
    },
  },
  "abort said again, rollback and retry": {
    morning: older,
    people: (told) => [aborts(told), rollsBack, triesAgain],
    demand: ({ number }) => expect(number).toBeLessThanOrEqual(5),
    seen: {
      "rolled back": ({ image, weight }) => image === oldest && weight === 1,
      retried: ({ image, weight }) => image === released && weight === 1,
    },
  },
  "two ups and two retries": {
    morning: aborted,
    people: () => [raises(1), triesAgain, raises(1), triesAgain],
    demand: ({ number }) => expect(number).toBeLessThanOrEqual(4),
    seen: {
      retried: ({ number, weight }) => number === 4 && weight === 1,
    },
  },
};

async function live(one: Day, { morning, people }: Contest): Promise<Evening> {
  const told: Told = { attempt: undefined, exitCode: -1 };
  const world = createWorld(one, morning, mockLocks);
  await world.live(people(told).map(async (work, nth) => await work(world, one.paces[nth] as Pace)));
  expect(world.faults).toEqual([]);
  const { attempt, phase, moves } = world.fake.ledger();
  return {
    number: attempt?.number ?? 0,
    phase,
    weight: world.fake.weight() ?? -1,
    moves: moves.map(({ to }) => to),
    stable: world.fake.stableImage(),
    image: attempt?.image,
    told,
  };
}

/** An abort that was carried out ends the attempt that it was told of, and none that began after it. */
function demandTold({ number, phase, weight, told }: Evening): void {
  if (number > (told.attempt ?? number)) expect(phase).not.toBe("aborted");
  if (told.exitCode !== 0 || number !== told.attempt) return;
  expect(["aborted", "promoted"]).toContain(phase);
  expect(weight).toBe(0);
}

test.each(Object.entries(contests))(
  "%s: no order of their requests puts traffic where no gate let it",
  async (_, contest) => {
    const { demand, seen } = contest;
    const counts = Object.fromEntries(Object.keys(seen).map((name) => [name, 0]));
    await fc.assert(
      fc.asyncProperty(day(4), async (one) => {
        const evening = await live(one, contest);
        demandTold(evening);
        demand?.(evening);
        for (const [name, is] of Object.entries(seen)) counts[name]! += Number(is(evening));
      }),
      { numRuns: 60 },
    );
    expect(Object.entries(counts).filter(([, times]) => times < 3)).toEqual([]);
  },
);

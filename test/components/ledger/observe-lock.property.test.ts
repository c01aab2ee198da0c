import * as fc from "fast-check";
import { lockStaleSeconds } from "../../../components/core/ledger/lock/decide-lock";
import type { Lock } from "../../../components/core/ledger/lock/decide-lock";
import { observeLock } from "../../../components/ledger/observe-lock";
import type { Platform } from "../../../components/ledger/process-identity";

/** One look at the lock: after some seconds, with an answer that took some, and what the holder did since. */
const look = fc.record({
  after: fc.integer({ min: 1, max: 12 }),
  answer: fc.integer({ min: 0, max: 8 }),
  holder: fc.constantFrom("nothing" as const, "nothing" as const, "renews" as const, "another" as const),
});
/** Facts of the platform: its boot and pid namespace are the holder's or not, and the process is there or not. */
const platform = fc.record({
  bootId: fc.constantFrom("boot", "elsewhere", undefined),
  process: fc.constantFrom("seen" as const, "hidden" as const, "gone" as const),
});

afterEach(() => jest.restoreAllMocks());

test("a lock is taken only from a process that is known to be gone, or that was not seen to renew for 30 s", () => {
  const kinds: Record<string, number> = {};
  fc.assert(
    fc.property(platform, fc.array(look, { maxLength: 25, size: "max" }), (machine, looks) => {
      let now = 0;
      jest.spyOn(performance, "now").mockImplementation(() => now * 1000);
      const here: Platform = {
        readFile: (file) =>
          file.endsWith("boot_id")
            ? machine.bootId
            : machine.process === "seen"
              ? `42 (node) S 1 ${"0 ".repeat(17)}777 0`
              : undefined,
        readLink: () => "pid:[1]",
        exists: () => machine.process !== "gone",
      };
      const observe = observeLock("ours", here);
      const isHere = machine.bootId === "boot";
      let [holder, renewal] = [0, 0];
      // When the first answer with this holder and renewal was there.
      let sightedAt: number | undefined;
      let shown = "";
      for (const { after, answer, holder: does } of looks) {
        now += after;
        const asked = now;
        if (does === "renews") renewal += 1;
        if (does === "another") [holder, renewal] = [holder + 1, 0];
        const lock: Lock = {
          id: `theirs-${holder}`,
          bootId: "boot",
          pidNamespace: "pid:[1]",
          pid: 42,
          processStart: "777",
          stack: "prod-canary-5",
          who: "ann@build",
          renewal,
        };
        now += answer;
        const { kind } = observe(lock, asked);
        kinds[kind] = (kinds[kind] ?? 0) + 1;
        const isSame = shown === `${holder} ${renewal}`;
        const waited = isSame && sightedAt !== undefined ? asked - sightedAt : 0;
        const isGone = isHere && machine.process === "gone";
        const expected = isGone
          ? "dead"
          : !isSame && shown.startsWith(`${holder} `)
            ? "held"
            : waited >= lockStaleSeconds
              ? "stale"
              : "wait";
        expect(kind).toBe(expected);
        if (!isSame) [shown, sightedAt] = [`${holder} ${renewal}`, now];
      }
    }),
    { numRuns: 300 },
  );
  expect(Object.keys(kinds).toSorted()).toEqual(["dead", "held", "stale", "wait"]);
});

import { seen } from "../../../../components/core/stage/seen";
import { watchSoak } from "../../../../components/core/stage/watch-soak";
import { facts, failed, passed, verdict, zeroBy } from "./soak-facts";

const harmed = {
  stableHarm: { kind: "harmed", sentence: "stable became worse" } as const,
  ...verdict("inconclusive", "stable-harmed"),
};
const short = { stable: seen({ ready: 1, needed: 3 }) };

test("watchSoak() puts the traffic back where stable is harmed, and says nothing against the image", () => {
  expect(watchSoak(facts(harmed))).toEqual({
    action: "abort",
    kind: "stable-harmed",
    written: false,
    basis: "stable-harmed",
    sentence: "stable became worse",
  });
});

test("watchSoak() grows a stable that cannot carry everything, and calls a person, before it writes 0", () => {
  expect(watchSoak(facts({ ...harmed, ...short }))).toMatchObject({
    action: "go-on",
    growStable: true,
    call: {
      basis: "stable-harmed",
      sentence: expect.stringMatching(
        /^stable became worse; stable has 1 of 3 ready pods, too few/,
      ) as string,
    },
  });
  const unseen = { stable: { kind: "unseen", problem: "timeout" } as const };
  expect(watchSoak(facts({ ...harmed, ...unseen }))).toMatchObject({
    growStable: true,
    call: { sentence: expect.stringContaining("stable could not be read (timeout)") as string },
  });
  const over = watchSoak(facts({ ...harmed, ...short, deadlineOver: true }));
  expect(over).toMatchObject({ action: "hold", basis: "stable-harmed" });
});

test("watchSoak() writes a canary's fail in every case", () => {
  expect(watchSoak(facts({ ...harmed, ...short, ...failed }))).toMatchObject({
    action: "abort",
    kind: "fail",
  });
});

test("watchSoak() only raises nothing more where that is wanted", () => {
  const held = { ...harmed, onStableHarmed: "hold" as const };
  expect(watchSoak(facts(held))).toMatchObject({ action: "go-on", call: { basis: "stable-harmed" } });
  expect(watchSoak(facts({ ...held, deadlineOver: true }))).toMatchObject({
    action: "hold",
    basis: "stable-harmed",
  });
});

test.each(["told", "shared", "open"] as const)(
  "watchSoak() says a harm that is %s, and moves no traffic",
  (kind) => {
    const stableHarm = { kind, sentence: "stable became worse" };
    const call = { basis: kind, sentence: "stable became worse" };
    expect(watchSoak(facts({ stableHarm }))).toEqual({ action: "go-on", sentence: "keeps watching", call });
  },
);

test("watchSoak() does not put traffic back to a stable that is known to be bad", () => {
  expect(watchSoak(facts({ ...harmed, ...passed, emergency: true }))).toMatchObject({ action: "pass" });
});

test("watchSoak() leaves it to another command that wrote 0 already", () => {
  expect(watchSoak(facts({ ...harmed, ...zeroBy(3) }))).toMatchObject({ action: "abort", written: true });
});

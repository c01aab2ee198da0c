import { stableWatched } from "../../../../../components/core/ledger/transitions/stable-transition";
import { zeroWritten } from "../../../../../components/core/ledger/transitions/weight-transition";
import { attempt, B, C, ledger, now, running } from "../../release/world";

describe("stableWatched()", () => {
  const zero = {
    kind: "stable-harmed",
    reason: "stable became worse",
    epoch: "9-z",
    by: "prod-canary-50",
    nowSeconds: now,
  } as const;
  const { ledger: back } = zeroWritten(running(50, "soaking"), zero);
  const number = back.attempt?.number;

  test("an image that was put back is not rejected, but waits for a person", () => {
    expect(back).toMatchObject({ phase: "aborted", weight: 0, aborted: [], putBack: [{ image: B }] });
    expect(back.attempt?.endReason).toBe("stable-harmed: stable became worse");
  });

  test("stable recovered: the image still waits, and it is said", () => {
    const seen = { attempt: number, recovered: true, told: "stable recovered 40 s after weight 0" };
    expect(stableWatched(back, seen)).toMatchObject({
      ledger: {
        putBack: [{ image: B }],
        attempt: { endReason: "stable-harmed: stable became worse; stable recovered 40 s after weight 0" },
      },
      event: { type: "Normal", reason: "StableRecovered", message: "stable recovered 40 s after weight 0" },
    });
  });

  test("stable did not recover: the image may be tried again as it is", () => {
    const seen = { attempt: number, recovered: false, told: "stable did not recover" };
    expect(stableWatched(back, seen)).toMatchObject({
      ledger: { putBack: [] },
      event: { type: "Warning", reason: "StableNotRecovered" },
    });
    const older = running(50, "held", { phase: "aborted", weight: 0 });
    expect(stableWatched(older, { ...seen, attempt: older.attempt?.number })?.ledger.putBack).toEqual([]);
  });

  test.each([
    ["another attempt", { ...back, attempt: attempt(C, { number: 9 }) }],
    ["a release under way", { ...back, phase: "progressing" as const }],
    ["no attempt", ledger({ phase: "aborted" })],
  ])("leaves %s alone", (_, other) => {
    expect(stableWatched(other, { attempt: number, recovered: true, told: "" })).toBeUndefined();
  });
});

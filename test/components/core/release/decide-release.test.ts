import { decideRelease } from "../../../../components/core/release/decide-release";
import { given, gone, intended, soaking } from "./situations";
import { A, C, D, now, route, running, track } from "./world";

test("a refusal leaves the live images as they are, or none where none are", () => {
  expect(decideRelease({ ...soaking, canary: track(D) })).toMatchObject({
    stable: { image: A },
    canary: { image: D },
  });
  expect(decideRelease(given({ ...gone, ledger: undefined }))).toMatchObject({
    stable: { image: "" },
    canary: { image: "" },
  });
});

test("an image without digest is a bug of the caller", () => {
  expect(() => decideRelease(given({ image: "app:v1" }))).toThrow("image must have a digest: got app:v1");
});

describe("what the route shows and the ledger does not know yet", () => {
  const zero = (kind: "revert" | "abort") =>
    route(0, "5-z", { zeroReason: { attempt: 2, kind, reason: "because" } });

  test("a revert that was written is not begun again", () => {
    const decision = decideRelease({ ...soaking, image: A, route: zero("revert") });
    expect(decision).toMatchObject({ kind: "none", canary: { image: A } });
    expect(decision.basis?.ledger).toMatchObject({ phase: "aborted", attempt: { endReason: "reverted" } });
  });

  test("an abort that was written counts", () => {
    expect(decideRelease({ ...soaking, route: zero("abort") })).toMatchObject({
      kind: "aborted",
      basis: { ledger: { phase: "aborted" }, event: { reason: "Aborted" } },
    });
  });

  test("a stage at work confirms its own write", () => {
    const intent = { from: 1, to: 50, epoch: "2-f", atSeconds: now, by: "prod-canary-50" };
    const at = { ...soaking, ledger: running(50, "shifting", { weight: 1, intent }) };
    for (const live of [route(50, "2-f"), route(1)]) {
      expect(decideRelease({ ...at, route: live })).toMatchObject({ kind: "continue" });
      expect(decideRelease({ ...at, route: live })).not.toHaveProperty("basis");
      expect(decideRelease({ ...at, route: live, image: C, intent: intended })).toMatchObject({
        kind: "supersede",
        basis: { ledger: { weight: live.weight } },
      });
    }
  });
});

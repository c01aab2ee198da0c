import type { CanaryHarm } from "../../../../components/core/stage/canary-health";
import { judge, podHealth } from "../../../support/pod-health";
import type { Look } from "../../../support/pod-health";

const full = (uid: string) => podHealth(uid, { ready: false, overflow: "Pod ephemeral local storage usage" });

test.each<[string, Look[], Partial<CanaryHarm> | undefined]>([
  [
    "an interruption in a single eviction for its own disk",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: [full("c"), podHealth("d")] },
    ],
    {
      kind: "interrupted",
      sentence: expect.stringMatching(
        /^a pod of the canary was evicted .* \(Pod ephemeral .*\); one alone does not reject/,
      ),
    },
  ],
  [
    "evictions of several pods for their own disk",
    [
      { at: 0, canary: [podHealth("c"), podHealth("d")] },
      { at: 5, canary: [full("c"), podHealth("d")] },
      { at: 10, canary: [full("c"), full("d"), podHealth("e")] },
    ],
    {
      kind: "fail",
      basis: "evicted",
      sentence: expect.stringMatching(/^2 pods of the canary were evicted .*, none of stable's/),
    },
  ],
  ["nothing of an eviction before the soak", [{ at: 0, canary: [full("c"), podHealth("d")] }], undefined],
  [
    "nothing of an eviction that stable has as well",
    [
      { at: 0, canary: [podHealth("c")], stable: [podHealth("s"), full("t")] },
      { at: 5, canary: [full("c"), podHealth("d")], stable: [podHealth("s"), full("t")] },
    ],
    undefined,
  ],
])("judgeHealth() finds %s", (_, looks, expected) => {
  const found = judge(...looks);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

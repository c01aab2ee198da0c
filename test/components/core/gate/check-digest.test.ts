import { checkDigest } from "../../../../components/core/gate/check-digest";
import type { GateFacts } from "../../../../components/core/gate/facts";
import {
  attemptOf,
  before,
  factsOf,
  factsWithout,
  imageOf,
  ledgerOf,
  ledgerWithoutAttempt,
} from "../../../support/gate";

const digest = `sha256:${"b".repeat(64)}`;
const texts = (facts: Parameters<typeof checkDigest>[0]) =>
  checkDigest(facts).problems.map((one) => one.text);

test("checkDigest() names the pod that runs something else", () => {
  const other = `sha256:${"c".repeat(64)}`;
  const pods = [
    { name: "app-canary-1", digest, ready: true },
    { name: "app-canary-2", digest: other, ready: true },
  ];
  expect(texts(factsOf({ canaryPods: pods }))).toEqual([
    `image of pod app-canary-2 must be ${digest}: got ${other}`,
  ]);
});

test.each([
  ["another image", { digest: `sha256:${"c".repeat(64)}` }],
  ["another revision", { digest, revision: "2222222222" }],
])("checkDigest() names the pause that keeps a pod of %s", (_name, pod) => {
  const canary = { ...factsOf().canary, paused: true } as GateFacts["canary"] & object;
  const ledger = ledgerOf({ attempt: attemptOf([], { revision: "1111111111" }) });
  const canaryPods = [{ name: "app-canary-1", ready: true, ...pod }];
  const { problems } = checkDigest(factsOf({ canary, ledger, canaryPods }));
  expect(problems).toHaveLength(1);
  expect(problems[0]?.text).toMatch(/; spec\.paused is true, so that its pods stay as they are$/);
  expect(problems[0]?.fix).toBe("kubectl rollout resume deployment/app-canary");
});

test("checkDigest() gives the words of pods that have no image yet", () => {
  const pods = [{ name: "app-canary-1", ready: false, problem: "ImagePullBackOff: not found" }];
  expect(texts(factsOf({ canaryPods: pods }))).toEqual([
    `canary pods must run ${digest}: got app-canary-1: ImagePullBackOff: not found`,
  ]);
});

test("checkDigest() bears a pod that waits for its image beside one that runs it: capacity says how many there must be", () => {
  const waiting = { name: "app-canary-2", ready: false, problem: "ImagePullBackOff" };
  const canaryPods = [{ name: "app-canary-1", digest, ready: true }, waiting];
  expect(checkDigest(factsOf({ canaryPods }))).toMatchObject({
    problems: [],
    fine: `1 canary pods run ${digest}`,
  });
});

test.each([
  ["no pods at all", [], "no pods, none with an image"],
  ["a ready pod that names no image", [{ name: "a", ready: true }], "1 pods, none with an image"],
])("checkDigest() refuses %s", (_, canaryPods, got) => {
  expect(texts(factsOf({ canaryPods }))).toEqual([`canary pods must run ${digest}: got ${got}`]);
});

test("checkDigest() refuses a missing Deployment", () => {
  expect(texts(factsWithout("canary"))[0]).toMatch(/: got no Deployment$/);
});

test("checkDigest() compares with release.image where the ledger has no attempt", () => {
  const facts = factsOf({ ledger: ledgerWithoutAttempt(), wanted: { image: imageOf("c") } });
  expect(texts(facts)).toHaveLength(2);
  expect(texts({ ...facts, wanted: { image: before } })[0]).toContain(before);
});

test("checkDigest() names where the canary's template is not the release's revision", () => {
  const ledger = ledgerOf({ attempt: attemptOf([], { revision: "1111111111" }) });
  const [text] = texts(factsOf({ ledger, canaryDiffers: ["spec.a", "spec.b", "spec.c", "spec.d"] }));
  expect(text).toBe(
    "the canary's pod template must be revision 1111111111: got other values at spec.a, spec.b, spec.c and 1 more",
  );
  expect(texts(factsOf({ ledger, canaryDiffers: ["spec.a"] }))[0]).toMatch(/at spec\.a$/);
  expect(texts(factsOf({ ledger, canaryDiffers: [] }))).toEqual([]);
});

test("checkDigest() refuses pods of another revision, where both are known", () => {
  const ledger = ledgerOf({ attempt: attemptOf([], { revision: "1111111111" }) });
  const [pod] = factsOf().canaryPods;
  const pods = ["1111111111", "2222222222"].map((revision, index) => ({
    ...pod!,
    name: `p${index}`,
    revision,
  }));
  expect(texts(factsOf({ ledger, canaryPods: pods }))).toEqual([
    "pod p1 must be of revision 1111111111: got 2222222222",
  ]);
  expect(texts(factsOf({ canaryPods: pods }))).toEqual([]);
});

test("checkDigest() refuses pods that run two digests of one tag", () => {
  const [pod] = factsOf().canaryPods;
  const proxy = (letter: string) => ({ ...pod!, tagged: { proxy: `sha256:${letter.repeat(64)}` } });
  expect(texts(factsOf({ canaryPods: [proxy("1"), proxy("1"), pod!] }))).toEqual([]);
  expect(texts(factsOf({ canaryPods: [proxy("1"), proxy("2"), pod!] }))).toEqual([
    "container proxy must run one digest in all canary pods: got sha256:111111111111, sha256:222222222222 of one tag",
  ]);
});

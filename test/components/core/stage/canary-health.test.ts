import type { CanaryHarm } from "../../../../components/core/stage/canary-health";
import { judge, podHealth } from "../../../support/pod-health";
import type { Look } from "../../../support/pod-health";

const restarted = (restarts: number) => [podHealth("c", { restarts })];
const killed = (uid: string, ids: readonly string[], memory?: number) => [
  podHealth(uid, {
    oomKills: ids.map((id) => ({ id, container: "app" })),
    ...(memory === undefined ? {} : { memoryLimits: { app: memory } }),
  }),
];
const given = (memory?: number) => [
  podHealth("s", memory === undefined ? {} : { memoryLimits: { app: memory } }),
];
const unready = (...uids: readonly string[]) => uids.map((uid) => podHealth(uid, { ready: false }));

test.each<[string, Look[], Partial<CanaryHarm> | undefined]>([
  ["nothing of pods that are well", [{ at: 0, canary: [podHealth("c")] }], undefined],
  [
    "nothing of restarts before the soak",
    [
      { at: 0, canary: restarted(40) },
      { at: 5, canary: restarted(45) },
    ],
    undefined,
  ],
  [
    "more than 5 restarts in 5 minutes",
    [
      { at: 0, canary: restarted(1) },
      { at: 100, canary: restarted(4) },
      { at: 299, canary: restarted(7) },
    ],
    { kind: "fail", basis: "restarts", sentence: expect.stringContaining("restarted 6 times") },
  ],
  [
    "nothing of restarts that are spread",
    [
      { at: 0, canary: restarted(0) },
      { at: 100, canary: restarted(3) },
      { at: 450, canary: restarted(7) },
    ],
    undefined,
  ],
  [
    "the restarts of pods that came later",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: [podHealth("c"), podHealth("d", { restarts: 3 }), podHealth("e", { restarts: 3 })] },
    ],
    { basis: "restarts" },
  ],
  [
    "nothing where stable restarts as well",
    [
      { at: 0, canary: restarted(0) },
      { at: 5, canary: restarted(9), stable: [podHealth("s", { restarts: 6 })] },
    ],
    undefined,
  ],
  [
    "kills for lack of memory",
    [
      { at: 0, canary: [podHealth("c"), podHealth("d")] },
      { at: 5, canary: [...killed("c", ["c/app/1"]), ...killed("d", ["d/app/1"])] },
    ],
    {
      kind: "fail",
      basis: "oomKilled",
      sentence: expect.stringMatching(/^2 containers of the canary were killed/),
    },
  ],
  [
    "an interruption in a single kill for lack of memory",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: killed("c", ["c/app/1"]) },
    ],
    {
      kind: "interrupted",
      sentence: expect.stringMatching(/^a container of the canary was killed .* does not reject the version/),
    },
  ],
  [
    "an interruption in a kill below the limit that stable has by now",
    [
      { at: 0, canary: [podHealth("c")], stable: given(512) },
      { at: 5, canary: killed("c", ["c/app/1"], 128), stable: given(512) },
    ],
    {
      kind: "interrupted",
      basis: "interrupted",
      sentence: expect.stringContaining("set sluice:app.resources.limits.memory"),
    },
  ],
  ...(
    [
      ["at stable's own limit", 128, 128],
      ["above stable's limit", 512, 128],
      ["where stable has no limit", 128, undefined],
      ["where the canary has no limit", undefined, 128],
    ] as const
  ).map(([name, canary, stable]): [string, Look[], Partial<CanaryHarm>] => [
    `kills ${name}`,
    [
      { at: 0, canary: [podHealth("c"), podHealth("d")], stable: given(stable) },
      {
        at: 5,
        canary: [...killed("c", ["c/app/1"], canary), ...killed("d", ["d/app/1"], canary)],
        stable: given(stable),
      },
    ],
    { kind: "fail", basis: "oomKilled" },
  ]),
  [
    "a kill beside one below stable's limit",
    [
      { at: 0, canary: [podHealth("c")], stable: given(512) },
      {
        at: 5,
        canary: [...killed("c", ["c/app/1"], 128), ...killed("d", ["d/app/1"], 512)],
        stable: given(512),
      },
    ],
    { kind: "fail", basis: "oomKilled" },
  ],
  ["nothing of a kill before the soak", [{ at: 0, canary: killed("c", ["c/app/1"]) }], undefined],
  [
    "nothing of a kill that stable has as well",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: killed("c", ["c/app/1"]), stable: killed("s", ["s/app/0"]) },
    ],
    undefined,
  ],
  [
    "nothing of one failed readiness probe",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: unready("c") },
      { at: 15, canary: unready("c") },
    ],
    undefined,
  ],
  [
    "lost readiness of all pods",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: unready("c") },
      { at: 20, canary: unready("c") },
    ],
    {
      kind: "fail",
      basis: "notReady",
      sentence: expect.stringMatching(/^no pod of the canary .* for 15 s, 1 of stable's are$/),
    },
  ],
  [
    "nothing where one pod is ready in between",
    [
      { at: 0, canary: unready("c") },
      { at: 10, canary: [podHealth("c")] },
      { at: 20, canary: unready("c") },
    ],
    undefined,
  ],
  [
    "nothing where one pod of two is ready",
    [
      { at: 0, canary: [podHealth("c"), ...unready("d")] },
      { at: 60, canary: [podHealth("c"), ...unready("d")] },
    ],
    undefined,
  ],
  [
    "nothing where stable has lost it as well",
    [
      { at: 0, canary: unready("c"), stable: unready("s") },
      { at: 60, canary: unready("c"), stable: unready("s") },
    ],
    undefined,
  ],
  [
    "an interruption where the pods were taken away",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: unready("d") },
      { at: 20, canary: unready("d") },
    ],
    { kind: "interrupted", basis: "interrupted", sentence: expect.stringContaining("were taken away") },
  ],
  [
    "an interruption where the pods restart that came for others",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: [podHealth("d", { restarts: 6 })] },
    ],
    { kind: "interrupted", basis: "interrupted", sentence: expect.stringContaining("restarted 6 times") },
  ],
  [
    "an interruption where the node is not heard of",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: [podHealth("c", { ready: false, stranded: true })] },
      { at: 20, canary: [podHealth("c", { ready: false, stranded: true })] },
    ],
    { kind: "interrupted", basis: "interrupted" },
  ],
  [
    "a failure where the new pods are not ready long after that",
    [
      { at: 0, canary: [podHealth("c")] },
      { at: 5, canary: unready("d") },
      { at: 70, canary: unready("d") },
    ],
    { kind: "fail", basis: "notReady" },
  ],
])("judgeHealth() finds %s", (_, looks, expected) => {
  const found = judge(...looks);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(expected);
});

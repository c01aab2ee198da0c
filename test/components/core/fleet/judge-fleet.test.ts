import type { Fleet } from "../../../../components/core/fleet/fleet";
import { judgeFleet } from "../../../../components/core/fleet/judge-fleet";
import type { MemberSettings } from "../../../../components/core/fleet/judge-fleet";
import { toProblem } from "../../../../components/core/problem";
import { imageOf } from "../../../support/gate";
import { fleetOf } from "./scene";

const settingsOf = (
  environment: string,
  {
    from,
    after = 60,
    ...changes
  }: Partial<MemberSettings> & { readonly from?: string; readonly after?: number } = {},
): MemberSettings => {
  const cluster = { context: "eu", uid: "1" };
  const origin =
    from === undefined
      ? {}
      : { from: { environment: from, app: "shop", namespace: from, cluster, afterSeconds: after } };
  return {
    environment,
    app: "shop",
    namespace: environment,
    cluster,
    image: imageOf("a"),
    promotion: { watchSeconds: 1, warmupRequests: 0, ...origin },
    ...changes,
  };
};

const judge = (fleet: Fleet, ...settings: readonly MemberSettings[]): readonly string[] =>
  judgeFleet(
    fleet,
    settings.map(({ environment }) => environment),
    settings,
  ).map((broken) => toProblem(broken).text);

const fleet = fleetOf([["a"], ["b"], ["c"]]);
const all = [settingsOf("a"), settingsOf("b"), settingsOf("c")] as const;

const withShares = (...shares: readonly (number | undefined)[]): Fleet => ({
  ...fleet,
  waves: fleet.waves.map(({ bakeSeconds, environments }, at) => ({
    bakeSeconds,
    environments: environments.map((one) => ({
      ...one,
      ...(shares[at] === undefined ? {} : { share: shares[at] }),
    })),
  })),
});

describe("judgeFleet()", () => {
  test("accepts environments in a row", () => {
    expect(judge(fleet, ...all)).toEqual([]);
    expect(
      judge(
        fleet,
        all[0],
        settingsOf("b", { from: "a", after: 100 }),
        settingsOf("c", { from: "a", after: 200 }),
      ),
    ).toEqual([]);
    expect(judge(fleet, ...all.slice(0, 2), settingsOf("c", { from: "staging" }))).toEqual([]);
    expect(judge(withShares(10, 30, 60), ...all)).toEqual([]);
  });

  test.each<[string, readonly (number | undefined)[], readonly string[]]>([
    ["over 100", [10, 30, 70], ["sluice:waves[].environments[].share must sum to 100 %: got 110 %"]],
    ["under 100", [10, 30, 50], ["sluice:waves[].environments[].share must sum to 100 %: got 90 %"]],
    [
      "of some alone",
      [10, undefined, undefined],
      [
        "sluice:waves[].environments[].share must be set for every environment or for none: got none for b, c",
      ],
    ],
    [
      "of some alone, and over 100",
      [60, 60, undefined],
      [
        "sluice:waves[].environments[].share must be set for every environment or for none: got none for c",
        "sluice:waves[].environments[].share must sum to 100 %: got 120 %",
      ],
    ],
  ])("refuses shares %s", (_name, shares, expected) => {
    expect(judge(withShares(...shares), ...all)).toEqual(expected);
  });

  test("tells all problems at once", () => {
    const wrong = fleetOf([["a", "x"], ["b", "a"], ["c"]]);
    expect(
      judge(
        wrong,
        settingsOf("a", { from: "b" }),
        settingsOf("b", { from: "a", image: imageOf("b") }),
        settingsOf("c", { namespace: "a" }),
      ),
    ).toEqual([
      "sluice:waves[1].environments[1] must name an environment that is not at sluice:waves[0].environments[0] already: got a",
      "sluice:waves[0].environments[1] must name an environment of this project (a, b, c): got x",
      "sluice:promotion.from must not lead back to the environment itself: got a → b → a (Pulumi.a.yaml)",
      `sluice:release.image must have the digest that "a" has: a fleet releases one image: got ${imageOf("b")} (Pulumi.b.yaml)`,
      'sluice:waves[2].environments[0] must have a cluster or a namespace of its own: "a" has the same: got shop in a',
    ]);
    expect(judgeFleet(fleetOf([["x"]]), [], [])).toMatchObject([
      {
        rule: "name an environment of this project (it has none)",
        fix: expect.stringContaining("sluice init x") as string,
      },
    ]);
  });

  test("refuses an origin that comes too late, or whose time the waves do not leave", () => {
    const late = [settingsOf("a", { from: "b" }), all[1], all[2]];
    expect(judge(fleet, ...late)).toEqual([
      'sluice:promotion.from must be of a wave before wave 1 of "global": got b, of wave 2 (Pulumi.a.yaml)',
    ]);
    expect(judge(fleet, all[0], all[1], settingsOf("c", { from: "a", after: 300 }))).toEqual([
      'sluice:waves[1].bake must leave "a" the 5m that promotion.after of "c" demands: got 3m20s until wave 3',
    ]);
  });

  test("does not follow a circle of others for ever", () => {
    const circle = [
      settingsOf("a", { from: "b" }),
      settingsOf("b", { from: "c" }),
      settingsOf("c", { from: "b" }),
    ];
    expect(judge(fleet, ...circle)).toEqual([
      'sluice:promotion.from must be of a wave before wave 1 of "global": got b, of wave 2 (Pulumi.a.yaml)',
      "sluice:promotion.from must not lead back to the environment itself: got b → c → b (Pulumi.b.yaml)",
    ]);
  });
});

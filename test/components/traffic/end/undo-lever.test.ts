import { leverAnnotation } from "../../../../components/core/lever/service";
import type { Ledger } from "../../../../components/core/ledger/ledger";
import { takeLever } from "../../../../components/traffic/end/lever";
import { undoLever } from "../../../../components/traffic/end/undo-lever";
import { fakeEnvironment } from "../../../cli/support/fake-cluster";
import { ledgerOf } from "../../../support/gate";

/** Requests by the canary's Service, per second of the fake's clock; undefined: Prometheus is away. */
let mockRate: ((at: number) => number) | undefined;

jest.mock("../../../../components/prometheus/source", () => ({
  openSource: () => ({
    read: async () => {
      if (mockRate === undefined) return { series: [], problems: [{ query: "q", problem: "away" }] };
      let value = 0;
      const samples = Array.from({ length: 400 }, (_, second) => {
        value += mockRate?.(second) ?? 0;
        return [1_000_000 + second, value];
      });
      const series = { id: "a", target: "a", track: "canary", counters: ["requests"], samples };
      return { series: [series], problems: [] };
    },
  }),
}));

const written = (changes: Partial<Ledger> = {}): string =>
  JSON.stringify(ledgerOf({ app: "scholarlink", phase: "aborted", weight: 0, epoch: "4-abc", ...changes }));

async function taken(objects: Parameters<typeof fakeEnvironment>[0]) {
  const fake = fakeEnvironment(objects);
  const mark = { kind: "fail", reason: "5 % errors", because: "refused" } as const;
  expect(await takeLever(fake.context, mark, 20)).toMatchObject({
    services: ["scholarlink-canary"],
    seen: true,
  });
  expect(fake.selector()).toBe("stable");
  return fake;
}

test("undoLever() lets the Service select the canary again where weight 0 is ours and nobody came", async () => {
  mockRate = () => 0;
  const fake = await taken({ ledger: written(), weight: 0 });
  expect(await undoLever(fake.context, "scholarlink-canary")).toBeUndefined();
  expect(fake.selector()).toBe("canary");
  expect(fake.service("scholarlink-canary")?.metadata.annotations?.[leverAnnotation]).toBeUndefined();
  expect(fake.said.join("\n")).toContain("the second lever is undone");
});

test.each<[string, Parameters<typeof fakeEnvironment>[0], typeof mockRate, RegExp]>([
  ["the route still sends", { ledger: written({ weight: 20 }), weight: 20 }, () => 0, /got 20 %/],
  ["another wrote the route", { ledger: written({ epoch: "3-x" }), weight: 0 }, () => 0, /epoch is 4-abc/],
  ["requests still come by the Service", { ledger: written(), weight: 0 }, () => 1, /requests still came/],
  ["requests cannot be counted", { ledger: written(), weight: 0 }, undefined, /cannot be counted/],
])("undoLever() leaves it where %s", async (_name, objects, rate, why) => {
  mockRate = rate;
  const fake = await taken(objects);
  expect(await undoLever(fake.context, "scholarlink-canary")).toMatch(why);
  expect(fake.selector()).toBe("stable");
});

test("undoLever() waits until the last request came", async () => {
  mockRate = (at) => (at < 18 ? 1 : 0);
  const fake = await taken({ ledger: written(), weight: 0 });
  expect(await undoLever(fake.context, "scholarlink-canary")).toBeUndefined();
  expect(fake.context.now()).toBeGreaterThan(1_000_018);
});

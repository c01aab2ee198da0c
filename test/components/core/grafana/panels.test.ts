import { listPanels } from "../../../../components/core/grafana/panels";
import type { Slo } from "../../../../components/core/slo/slo";

const service = { app: "shop", namespace: "web", environment: "prod" };
const of = (name: string) =>
  ({ counters: [{ selector: `${name}{}`, failed: ['code="500"'] }], unasked: [] }) as const;
const byTrack = { stable: of("s"), canary: of("c") };
const slo: Slo = { name: "availability", target: 0.999, windowSeconds: 30 * 86_400 };
const titles = (input: object) =>
  listPanels({ service, rates: of("a"), ...input }).map(({ title, lines }) => [
    title,
    lines.map(({ name }) => name),
  ]);

test("each panel shows both tracks where labels tell them, and the budget where there is an objective", () => {
  const [requests, failed] = [
    ["Requests", ["stable", "canary"]],
    ["Failed requests", ["stable", "canary"]],
  ];
  const share = ["Traffic of the canary", ["canary"]];
  expect(titles({ byTrack })).toEqual([requests, failed, share]);
  expect(titles({ byTrack, slos: [{ slo, rates: of("a") }] })).toEqual([
    requests,
    failed,
    share,
    ["Error budget left", ["availability"]],
    ["Burn rate", ["availability now", "availability period"]],
  ]);
  expect(titles({})).toEqual([
    ["Requests", ["both tracks"]],
    ["Failed requests", ["both tracks"]],
  ]);
});

test("the share of the canary is 0 without a canary, and absent without requests", () => {
  const panels = listPanels({ service, rates: of("a"), byTrack });
  expect(panels[2]?.lines[0]?.query).toBe("(sum(rate(c{}[5m])) or vector(0)) / (sum(rate(a{}[5m])) > 0)");
});

test("somebody's own budget is asked by his query", () => {
  const panels = listPanels({
    service,
    rates: of("a"),
    slos: [{ slo: { ...slo, budgetQuery: "left" }, rates: of("a") }],
  });
  expect(panels[2]?.lines).toEqual([{ name: "availability", query: "left" }]);
});

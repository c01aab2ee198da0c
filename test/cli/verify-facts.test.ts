import { countStable } from "../../cli/verify/count-stable";
import { readMemory } from "../../cli/verify/read-memory";
import type { RawSeries } from "../../components/core/verdict/index";
import { parseStackName } from "../../stacks/name";
import { toSettings } from "../../stacks/settings/settings";
import { configWith } from "../support/environment";
import { startServer } from "../components/http/server";

const series = (over: Partial<RawSeries>, count: number): RawSeries => ({
  id: JSON.stringify(over),
  target: "router-1",
  track: "stable",
  counters: ["requests"],
  samples: [
    [10, 0],
    [20, count],
  ],
  ...over,
});

test("countStable() counts errors, slow answers and denials where series tell them", () => {
  const plain = [series({}, 90), series({ counters: ["requests", "errors"] }, 10)];
  expect(countStable(plain, 10, 20)).toEqual({ requests: 100, errors: 10 });
  const told = [
    ...plain,
    series({ answer: { kind: "4xx", route: "" } }, 7),
    series({ answer: { kind: "good", route: "" } }, 3),
    series({ counters: ["timed"] }, 110),
    series({ counters: ["within:5"] }, 100),
  ];
  expect(countStable(told, 10, 20)).toEqual({ requests: 110, errors: 10, slow: 10, denied: 7 });
});

test("readMemory() asks for both moments of each point, and leaves a point out that Prometheus knows nothing of", async () => {
  const asked: string[] = [];
  const answers = [100, 130];
  const server = await startServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      const query = new URLSearchParams(`${body}&${request.url?.split("?")[1] ?? ""}`).get("query") ?? "";
      asked.push(query);
      const at = Number(/@ (\d+)/.exec(query)?.[1]);
      const value = at === 1225 ? answers[0] : at === 1900 ? answers[1] : undefined;
      const result = value === undefined ? [] : [{ metric: {}, value: [at, `${value}`] }];
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ status: "success", data: { resultType: "vector", result } }));
    });
  });
  const config = configWith({ analysis: `{ prometheus: "http://127.0.0.1:${server.port}" }` });
  const settings = toSettings(config, parseStackName("prod"));
  const context = { cluster: {} as never, settings, now: () => 100_000 };
  expect(await readMemory(context, ["5m", "15m", "2h"], 1000)).toEqual([
    { point: "15m", earlier: 100, later: 130 },
  ]);
  expect(asked).toHaveLength(4);
  await server.close();
  expect(await readMemory(context, ["15m"], 1000)).toEqual([]);
});

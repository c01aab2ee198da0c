import type { CheckSpec } from "../../../../components/core/checks/spec";
import { fitStrategies } from "../../../../components/core/strategies/strategies";
import type { Settings } from "../../../../components/core/settings";

const check = (method: "GET" | "POST"): CheckSpec => ({
  name: "home",
  uses: ["gate"],
  timeoutMs: 1000,
  question: { kind: "requests", requests: [{ url: "/", method, expect: { status: [200] } }] },
});

test.each([
  ["gateway", [check("GET")], ["canary", "blue-green", "match", "mirror"], []],
  ["gateway", [check("POST")], ["canary", "match", "mirror"], ["blue-green"]],
  ["traefik", undefined, ["canary", "match", "mirror"], ["blue-green"]],
  ["nginx", [check("GET")], ["canary"], ["blue-green", "match", "mirror"]],
  ["replicas", [check("GET")], ["rolling"], ["blue-green", "match", "mirror"]],
])("fitStrategies() of router %s with checks %j: %j", (router, checks, fitting, others) => {
  const traffic = { router } as Settings["traffic"];
  const fits = fitStrategies({ traffic, ...(checks === undefined ? {} : { checks }) });
  const names = (isFitting: boolean) => fits.filter((one) => one.fits === isFitting).map(({ name }) => name);
  expect([names(true), names(false)]).toEqual([fitting, others]);
  for (const { why } of fits) expect(why).toMatch(/^[a-zA-Z]/);
});

test("fitStrategies() says what is missing", () => {
  const traffic = { router: "nginx" } as Settings["traffic"];
  expect(fitStrategies({ traffic }).map(({ why }) => why)).toEqual([
    expect.stringContaining("weights"),
    "router nginx cannot send the checks to a canary without users",
    "router nginx cannot choose requests by header or cookie",
    "router nginx cannot send copies of requests to the canary",
  ]);
});

test("fitStrategies() of a GRPCRoute asks for health calls", () => {
  const traffic = { router: "gateway", routeKind: "GRPCRoute" } as Settings["traffic"];
  const blue = (checks: readonly CheckSpec[]) => fitStrategies({ traffic, checks })[1];
  expect(blue([check("GET")])).toMatchObject({
    fits: false,
    why: expect.stringContaining("set grpc-health"),
  });
  expect(blue([{ ...check("GET"), question: { kind: "health" } }])?.fits).toBe(true);
});

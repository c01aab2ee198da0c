import { abilities, findLacking } from "../../../../components/core/routers/abilities";
import { routerOf, routers } from "../../../../components/core/routers/routers";
import { settings } from "./gateway/any-route";

const asking = {
  ...settings,
  traffic: {
    ...settings.traffic,
    rules: [{}],
    gateways: [settings.traffic.gateway],
    isShared: true,
    headers: { set: {}, remove: [] },
  },
  stages: [
    {
      key: "beta",
      exposure: { match: { on: "header", name: "x-beta", by: "exact", value: "1" } },
      soakSeconds: 60,
    },
    { key: "mirror", exposure: { mirror: { percent: 5, repeatable: ["GET"] } }, soakSeconds: 60 },
  ],
} as const;

const all = [...routers, routerOf({ traffic: { router: "gateway", routeKind: "GRPCRoute" } })];

test("findLacking() says in one sentence each what a router cannot do, and nothing that nobody asks for", () => {
  for (const router of all) {
    expect(findLacking(router, settings)).toEqual([]);
    const lacking = findLacking(router, asking);
    const asked = abilities.filter(({ askedBy, key }) => askedBy !== undefined && !router.can[key]);
    expect(lacking).toHaveLength(asked.length);
    const named = router.isOfCalls ? 'router "gateway" with a GRPCRoute' : `router "${router.name}"`;
    for (const [nth, { text, fix }] of lacking.entries()) {
      expect(text).toContain(`${named} must be able to ${asked[nth]?.what}, since`);
      expect([text.split(". ").length, fix]).toEqual([1, asked[nth]?.without]);
    }
  }
});

test("findLacking() names key and way out", () => {
  const nginx = routers.find(({ name }) => name === "nginx");
  expect(nginx && findLacking(nginx, { ...settings, traffic: { ...settings.traffic, rules: [] } })).toEqual([
    {
      text: 'Cannot route traffic to "shop": router "nginx" must be able to take rules of the configuration, since sluice:traffic.rules asks for it: got one that cannot',
      path: "sluice:traffic.rules",
      fix: "leave sluice:traffic.rules out: every request of the hosts is taken",
    },
  ]);
});

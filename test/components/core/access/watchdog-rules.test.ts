import { parseAllDocuments } from "yaml";
import { watchdogRules } from "../../../../components/core/access/watchdog-rules";
import { routers } from "../../../../components/core/routers/routers";
import { blocksIn } from "../../../support/fenced-blocks";

test("watchdogRules() are what docs/reference/rights.md says", () => {
  const documents = blocksIn("docs/reference/rights.md", "yaml")
    .flatMap((yaml) => parseAllDocuments(yaml))
    .map((document) => document.toJS() as { kind: string; metadata: { name: string }; rules: unknown });
  const written = documents.find(
    ({ kind, metadata }) => kind === "Role" && metadata.name === "shop-watchdog",
  );
  expect(written?.rules).toEqual(
    watchdogRules({ app: "shop", namespace: "prod", router: "gateway", route: "shop" }),
  );
});

test("watchdogRules() have the logs of pods where it judges them", () => {
  const app = { app: "shop", namespace: "prod", router: "gateway", route: "shop" } as const;
  const rule = '"pods/log"],"verbs":["get"]';
  expect(JSON.stringify(watchdogRules({ ...app, logs: true }))).toContain(rule);
  expect(JSON.stringify(watchdogRules(app))).not.toContain("pods/log");
});

test("watchdogRules() are for the kind of the route", () => {
  const app = { app: "shop", namespace: "prod", router: "gateway", route: "shop" } as const;
  const text = JSON.stringify(watchdogRules({ ...app, routeKind: "GRPCRoute" }));
  expect(text).toContain('"resources":["grpcroutes"],"resourceNames":["shop"],"verbs":["patch"]');
  expect(text).not.toContain('"resources":["httproutes"],"resourceNames"');
});

test.each(routers.map(({ name }) => name))(
  "every write of a watchdog is by name with router %s",
  (router) => {
    const rules = watchdogRules({ app: "shop", namespace: "prod", router, route: "shop-route" });
    for (const { verbs, resources, resourceNames = [] } of rules) {
      if (verbs.every((verb) => verb === "get" || verb === "list")) continue;
      if (verbs.join() === "create" && resources.join() === "events") continue;
      expect(resourceNames.length).toBeGreaterThan(0);
    }
    const text = JSON.stringify(rules);
    expect(text).not.toContain("secrets");
    // A template is never its business.
    expect(
      rules.some(({ verbs, resources }) => resources.includes("deployments") && verbs.includes("patch")),
    ).toBe(false);
  },
);

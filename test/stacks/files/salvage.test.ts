import { parse } from "yaml";
import * as fc from "fast-check";
import { salvageEnvironment } from "../../../stacks/files/salvage";
import { configWith, fileWith } from "../../support/environment";

function salvage(keys: Readonly<Record<string, string | undefined>>) {
  const { config } = parse(fileWith(keys)) as { config: Record<string, unknown> };
  return salvageEnvironment(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("sluice:", ""), value])),
  );
}

describe("salvageEnvironment()", () => {
  test("leaves a good file as it is", () => {
    expect(salvage({})).toEqual(configWith());
  });

  test.each([
    ["an unknown key", { colour: "blue" }],
    ["stages that do not increase", { stages: "[{ weight: 50 }, { weight: 5 }]" }],
    ["a stage of the wrong kind", { stages: "[{ weight: x, soak: [] }, 3]" }],
    ["an image without digest", { release: "{ image: v1 }" }],
    ["no release", { release: undefined }],
    ["no Prometheus", { analysis: undefined }],
    [
      "parameters that do not go together",
      { analysis: "{ prometheus: 'http://p', parameters: { alpha: 7 } }" },
    ],
    ["a value of a section that is wrong", { app: "{ name: scholarlink, port: many, probes: 3 }" }],
    ["an encrypted value", { release: "{ secure: abc }" }],
    ["a damaged migration", { migration: "{ command: 3 }" }],
    ["no host", { traffic: "{ scheme: ftp }" }],
  ])("does without %s", (_, keys) => {
    const { app, cluster } = configWith();
    expect(salvage(keys)).toMatchObject({ cluster, app: { name: app.name, namespace: app.namespace } });
  });

  test("takes what it can from a section that is damaged in part", () => {
    expect(salvage({ app: "{ name: scholarlink, namespace: web, port: many }" })?.app).toMatchObject({
      namespace: "web",
      port: 8080,
    });
  });

  test.each(["{ router: replicas }", "{ router: replicas, hosts: [a.b], address: 'a:1', colour: blue }"])(
    "takes traffic off a Service, whatever else is said: %s",
    (traffic) => {
      expect(salvage({ traffic })).toMatchObject({
        traffic: { router: "replicas" },
        app: { name: "scholarlink" },
      });
    },
  );

  test("guesses no router: another one's object would be looked for in vain", () => {
    expect(salvage({ traffic: "{ router: replica, hosts: [a.b] }" })).toBeUndefined();
  });

  test("does not guess the lower end of an autoscaler", () => {
    const config = salvage({ app: "{ name: scholarlink, replicas: many, autoscale: { maxReplicas: 6 } }" });
    expect(config?.app.autoscale).toBeUndefined();
  });

  test.each([
    ["no cluster", { cluster: undefined }],
    ["another kind of cluster", { cluster: "7" }],
    ["a context that is no text", { cluster: "{ context: [], uid: a }" }],
    ["no app", { app: undefined }],
    ["a name that is none", { app: "{ name: Scholar Link }" }],
    ["a namespace that is none", { app: "{ name: scholarlink, namespace: '' }" }],
    ["a route that is none", { traffic: "{ host: a.b, route: 'A B' }" }],
  ])("does not guess where the traffic is: %s", (_, keys) => {
    expect(salvage(keys)).toBeUndefined();
  });

  test("ends with whatever stands in the file, and never with another place", () => {
    const keys = fc.constantFrom("stages", "release", "analysis", "migration", "traffic", "app", "other");
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 })), (given) => {
        const config = salvage(
          Object.fromEntries(Object.entries(given).map(([key, value]) => [key, JSON.stringify(value)])),
        );
        return config === undefined || config.cluster.context === "prod-eu";
      }),
    );
  });
});

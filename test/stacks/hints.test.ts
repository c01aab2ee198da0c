import { ConfigError } from "../../stacks/config-error";
import { readEnvironment } from "../../stacks/files/environment";
import type { ReadOptions } from "../../stacks/files/environment";
import { parseStackName } from "../../stacks/name";
import { readPlatform } from "../../stacks/platform";
import { configWith, fileWith, leastFile } from "../support/environment";

function messageOf(read: () => unknown): string {
  try {
    read();
    return "accepted";
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const read = (text: string | undefined, options: ReadOptions) =>
  readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": text }, options);

test.each([
  [
    "float",
    "{ prometheus: 'https://p', objectives: { errorRatio: '0.02' } }",
    "'sluice:analysis.objectives.errorRatio' 0.02",
  ],
  [
    "int",
    "{ prometheus: 'https://p', parameters: { falseAbortRate: '1' } }",
    "'sluice:analysis.parameters.falseAbortRate' 1",
  ],
])("a number that was set as a text is told with --type %s", (type, analysis, rest) => {
  expect(messageOf(() => configWith({ analysis }))).toContain(
    `pulumi config set --path --type ${type} ${rest}`,
  );
});

test("a yes that was set as a text is told with --type bool", () => {
  const message = messageOf(() => configWith({ migration: "{ command: [m], reversible: 'true' }" }));
  expect(message).toContain("pulumi config set --path --type bool 'sluice:migration.reversible' true");
});

test("probes without https have no authorities", () => {
  const traffic = "{ host: app.example.org, scheme: http, ca: CA }";
  expect(messageOf(() => configWith({ traffic }))).toContain(
    "sluice:traffic.ca must be set with scheme https only",
  );
});

test("a text that is no number is told without a type", () => {
  const analysis = "{ prometheus: 'https://p', objectives: { errorRatio: little } }";
  expect(messageOf(() => configWith({ analysis }))).not.toContain("--type");
});

test("a path that became a key of its own is told with --path", () => {
  const text = leastFile.replace("config:\n", 'config:\n  sluice:app.port: "8080"\n  sluice:appport: 1\n');
  const message = messageOf(() => read(text, {}));
  expect(message).toContain(
    "it is a key of its own, since it was set without --path: pulumi config rm 'sluice:app.port', then pulumi config set --path 'sluice:app.port' VALUE",
  );
  expect(message.match(/without --path/g)).toHaveLength(1);
});

test("a mapping that was set as JSON text is read", () => {
  const config = configWith({ app: `'{"name": "shop", "port": 9000}'` });
  expect(config.app).toMatchObject({ name: "shop", port: 9000 });
});

test("what Pulumi has from elsewhere is refused by key, beside all other problems", () => {
  const engine = { "sluice:app": '{"name":"other"}', "sluice:strategy": "canary" };
  const message = messageOf(() => read(fileWith({ release: "{ image: x }" }), { engine }));
  expect(message).toContain(
    "sluice:app.name must be the same in this file and in what Pulumi has: got two values (Pulumi.prod.yaml)",
  );
  expect(message).toContain("sluice:strategy must be the same");
  expect(message).toContain("sluice:release.image must end in a digest");
});

test("a stage is compared by its own file alone", () => {
  const texts = { "Pulumi.prod.yaml": leastFile, "Pulumi.prod-canary-5.yaml": undefined };
  const stage = (engine: Record<string, string>) =>
    messageOf(() => readEnvironment(parseStackName("prod-canary-5"), texts, { engine }));
  expect(stage({ "deploy:other": "1" })).toBe("accepted");
  expect(stage({ "sluice:analysis": "{}" })).toContain(
    "sluice:analysis must be the same in this file and in what Pulumi has: got only Pulumi's (Pulumi.prod-canary-5.yaml)",
  );
});

test("a missing file is told with where else its keys are", () => {
  expect(messageOf(() => read(undefined, { engine: { "sluice:app": "{}" } }))).toContain(
    "Pulumi has keys of it from elsewhere: write them into this file",
  );
  expect(messageOf(() => read(undefined, { missing: "there is one in config" }))).toContain(
    "\n  → there is one in config",
  );
});

test("an abort needs no file where its command line says where the traffic is", () => {
  const told: string[] = [];
  const ignore = ({ message }: Error): void => void told.push(message);
  const minimum = {
    context: "prod-eu",
    uid: "5e0a",
    app: "shop",
    namespace: "prod",
    route: "web",
    router: "nginx",
  };
  for (const text of [undefined, "config: [", "config: 7", leastFile]) {
    const config = read(text, { ignore, minimum });
    expect(config).toMatchObject({
      cluster: { context: "prod-eu", uid: "5e0a" },
      app: { name: "shop", namespace: "prod" },
      traffic: { route: "web" },
    });
  }
  expect(told).toHaveLength(3);
  expect(() => read(undefined, { ignore, minimum: { app: "shop" } })).toThrow(ConfigError);
});

test("what an abort is told counts before the file, and fills what the file lacks", () => {
  const ignore = (): void => undefined;
  const inCluster = fileWith({ cluster: "{ inCluster: true, uid: old }" });
  expect(read(inCluster, { ignore, minimum: { context: "prod-eu" } }).cluster).toEqual({
    context: "prod-eu",
    uid: "old",
  });
  expect(read(inCluster, { ignore, minimum: { uid: "new" } }).cluster).toEqual({
    context: "in-cluster",
    inCluster: true,
    uid: "new",
  });
  const lacking = fileWith({ cluster: "{ context: prod-eu }" });
  expect(read(lacking, { ignore, minimum: { uid: "new" } }).cluster).toEqual({
    context: "prod-eu",
    uid: "new",
  });
});

test("the platform's file is compared, too", () => {
  const file = "Pulumi.platform.yaml";
  const text = "config:\n  sluice:cluster: { context: prod-eu, uid: 5e0a }\n";
  const same = { "sluice:cluster": '{"context":"prod-eu","uid":"5e0a"}' };
  expect(messageOf(() => readPlatform(file, text, same))).toBe("accepted");
  expect(
    messageOf(() => readPlatform(file, text, { "sluice:cluster": '{"context":"x","uid":"5e0a"}' })),
  ).toContain("sluice:cluster.context must be the same");
});

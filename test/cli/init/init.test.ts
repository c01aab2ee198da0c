import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { renderEnvironment } from "../../../cli/init/environment-template";
import { init } from "../../../cli/init/init";
import { readEnvironment } from "../../../stacks/files/environment";
import { parseStackName } from "../../../stacks/name";
import { imageOf } from "../../support/environment";

const facts = {
  environment: "prod",
  context: "prod-eu",
  uid: "5e0a34c2",
  app: "shop",
  namespace: "shops",
  image: imageOf("a"),
  host: "shop.example.org",
  prometheus: "service://monitoring/prometheus:9090",
};

const read = (text: string) => readEnvironment(parseStackName("prod"), { "Pulumi.prod.yaml": text });

test("renderEnvironment() with everything known is a valid environment", () => {
  const config = read(renderEnvironment(facts));
  expect(config.cluster).toEqual({ context: "prod-eu", uid: "5e0a34c2" });
  expect(config.app).toMatchObject({ name: "shop", namespace: "shops" });
  expect(config.strategy).toBe("canary");
});

test("renderEnvironment() leaves out what is not known, and the schema names each gap", () => {
  const text = renderEnvironment({ environment: "prod" });
  for (const key of [
    "cluster.context",
    "cluster.uid",
    "app.name",
    "release.image",
    "traffic.hosts[0]",
    "analysis.prometheus",
  ]) {
    expect(() => read(text)).toThrow(`sluice:${key} must`);
  }
});

test("renderEnvironment(): what stands commented out is valid as well", () => {
  const text = renderEnvironment(facts).replaceAll(/^( +)# (?!kubectl|With|service)/gm, "$1");
  expect(read(text).migration?.command).toEqual(["/app", "migrate"]);
});

describe("init()", () => {
  const before = process.env["PATH"];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sluice-test-"));
  const root = path.join(folder, "shop");
  const calls = path.join(folder, "calls");
  const state = path.join(folder, "state");
  const tags = path.join(folder, "tags");
  const removals = path.join(folder, "removals");
  const said: string[] = [];
  const terminal = {
    say: (text: string) => said.push(text),
    progress: () => undefined,
    draw: () => undefined,
    print: () => undefined,
  };
  const stacks = () => (fs.existsSync(calls) ? fs.readFileSync(calls, "utf8").trim().split("\n") : []);

  beforeAll(() => {
    const script = `#!/bin/sh
if [ "$2" = ls ]; then
  printf '['; sep=; for s in $(cat ${calls} 2>/dev/null); do printf '%s{"name":"%s"}' "$sep" "$s"; sep=,; done; printf ']'
elif [ "$2" = rm ]; then echo "$*" >> ${removals}; sed -i "/^$4$/d" ${calls}
elif [ "$2" = export ]; then cat ${state} 2>/dev/null || printf '{}'
elif [ "$2" = tag ]; then [ "$3" = ls ] && { cat ${tags} 2>/dev/null || printf '{}'; } || printf '{"%s":"%s"}' "$4" "$5" > ${tags}
else echo "$3" >> ${calls}; fi
`;
    fs.writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
    process.env["PATH"] = `${folder}:${before}`;
  });

  afterAll(() => {
    process.env["PATH"] = before;
  });

  test("writes a template, and creates no stack before it is filled in", async () => {
    const outcome = await init({ cwd: root, environment: "prod", app: "shop" }, terminal);
    expect(outcome.report).toMatchObject({ ready: false, stacks: [] });
    expect(said.join("\n")).toContain("sluice:release.image must end in a digest");
    expect(outcome.report?.["toFill"]).toEqual(
      ["cluster.context", "cluster.uid", "release.image", "traffic.hosts\\[0\\]", "analysis.prometheus"].map(
        (key): unknown =>
          expect.objectContaining({
            text: expect.stringMatching(new RegExp(`^sluice:${key} must .*: got ""`)),
          }),
      ),
    );
    expect(outcome.sentence).toContain("fill in Pulumi.prod.yaml");
    expect(fs.readdirSync(root)).toEqual(
      expect.arrayContaining(["Pulumi.yaml", "Pulumi.prod.yaml", "index.js", "package.json", "node_modules"]),
    );
    expect(stacks()).toEqual([]);
  });

  test("creates the stacks of base and stages once the file is good, and nothing when run again", async () => {
    fs.writeFileSync(path.join(root, "Pulumi.prod.yaml"), renderEnvironment(facts));
    const first = await init({ cwd: root, environment: "prod" }, terminal);
    const wanted = [
      "prod",
      "prod-canary-1",
      "prod-canary-5",
      "prod-canary-20",
      "prod-canary-50",
      "prod-canary-100",
    ];
    expect(first.report).toMatchObject({ ready: true, stacks: wanted, written: [] });
    const again = await init({ cwd: root, environment: "prod" }, terminal);
    expect(again.report).toMatchObject({ ready: true, stacks: [], written: [] });
    expect(stacks()).toEqual(wanted);
  });

  test("adds and removes stacks when stages change; another environment's and a file that somebody wrote stay", async () => {
    const file = path.join(root, "Pulumi.prod.yaml");
    const text = fs.readFileSync(file, "utf8");
    const stages = "[{ weight: 5 }, { weight: 30 }, { weight: 100 }]";
    fs.writeFileSync(file, `${text}\n  sluice:stages: ${stages}\n`);
    fs.writeFileSync(path.join(root, "Pulumi.prod-canary-20.yaml"), "config: { sluice:stages: [] }\n");
    const saved = fs.readFileSync(calls, "utf8");
    fs.appendFileSync(calls, "prod-eu\nprod-eu-canary-1\nother_stack\n");
    const outcome = await init({ cwd: root, environment: "prod" }, terminal);
    const removed = ["prod-canary-1", "prod-canary-20", "prod-canary-50"];
    expect(outcome.report).toMatchObject({ ready: true, stacks: ["prod-canary-30"], removed });
    expect(said).toContain("removed stack prod-canary-1: Pulumi.prod.yaml has no such stage");
    const rm = (stack: string, more = "") =>
      `stack rm --stack ${stack} --force --yes${more} --non-interactive --color never`;
    expect(fs.readFileSync(removals, "utf8").trim().split("\n")).toEqual([
      rm("prod-canary-1"),
      rm("prod-canary-20", " --preserve-config"),
      rm("prod-canary-50"),
    ]);
    expect(stacks()).toEqual([
      "prod",
      "prod-canary-5",
      "prod-canary-100",
      "prod-eu",
      "prod-eu-canary-1",
      "other_stack",
      "prod-canary-30",
    ]);
    fs.writeFileSync(calls, saved);
  });

  describe("in a second repository whose project has the same name", () => {
    const second = path.join(folder, "second");
    const cart = renderEnvironment({ ...facts, app: "cart" });
    const other = {
      urn: "urn:pulumi:prod::deploy::pulumi-nodejs:dynamic/sluice:Release::shop",
      outputs: {
        settings: { app: "shop", environment: "prod", namespace: "shops", cluster: { uid: "5e0a34c2" } },
      },
    };

    beforeAll(() => {
      fs.mkdirSync(second);
      fs.writeFileSync(path.join(second, "Pulumi.yaml"), "name: deploy\nruntime: nodejs\n");
      fs.writeFileSync(path.join(second, "Pulumi.prod.yaml"), cart);
    });

    afterEach(() => fs.rmSync(state, { force: true }));

    test.each([
      ["by its tag, before the first deploy", undefined, /made for app "cart": got app "shop"/],
      ["by its state", [other], /stack "prod" in project "deploy" must be of app "cart".*got app "shop"/],
    ])("the first app's stacks are refused %s", async (_name, resources, words) => {
      if (resources !== undefined) fs.writeFileSync(state, JSON.stringify({ deployment: { resources } }));
      const existing = stacks();
      const error: unknown = await init({ cwd: second, environment: "prod" }, terminal).catch(
        (thrown: unknown) => thrown,
      );
      expect((error as { end: string }).end).toBe("refused");
      expect((error as Error).message).toMatch(words);
      expect(stacks()).toEqual(existing);
    });

    test("the same app's own are taken where nothing says otherwise", async () => {
      const saved = fs.readFileSync(tags, "utf8");
      fs.rmSync(tags);
      const outcome = await init({ cwd: second, environment: "prod" }, terminal);
      expect(outcome.report).toMatchObject({ ready: true, stacks: [] });
      fs.writeFileSync(tags, saved);
    });
  });

  test("touches nothing when the environment file is wrong", async () => {
    const other = path.join(folder, "other");
    fs.mkdirSync(other);
    fs.writeFileSync(path.join(other, "Pulumi.prod.yaml"), "config: { sluice:app: {} }");
    await expect(init({ cwd: other, environment: "prod" }, terminal)).rejects.toThrow("problems");
    expect(fs.readdirSync(other)).toEqual(["Pulumi.prod.yaml"]);
  });

  test("refuses the name of a stage's stack", async () => {
    await expect(init({ cwd: root, environment: "prod-canary-5" }, terminal)).rejects.toThrow('use "prod"');
  });
});

import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { findStackFolder, loadPlatform, loadStack } from "../../stacks/load";
import { fileWith, leastFile } from "../support/environment";

describe("loadStack()", () => {
  let root: string;

  beforeEach(async () => {
    root = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-load-"));
    await fs.writeFile(path.join(root, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
  });

  afterEach(async () => {
    await fs.rm(root, { recursive: true });
  });

  const write = async (file: string, text: string): Promise<void> => {
    await fs.mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await fs.writeFile(path.join(root, file), text);
  };

  test("plans a base stack whatever the Pulumi project is called", async () => {
    await write("Pulumi.prod.yaml", fileWith({ migration: "{ command: [migrate] }" }));
    expect(await loadStack(root, "prod")).toMatchObject({
      kind: "base",
      settings: { stack: "prod", app: "scholarlink" },
      workload: { port: 8080 },
      migration: { command: ["migrate"] },
    });
  });

  test("plans a stage from the environment's file and its own", async () => {
    await write("Pulumi.prod.yaml", leastFile);
    await write("Pulumi.prod-canary-5.yaml", "config:\n  sluice:stages: [{ weight: 5 }, { weight: 100 }]\n");
    expect(await loadStack(root, "prod-canary-5")).toMatchObject({
      kind: "stage",
      key: "5",
      settings: { stack: "prod-canary-5", stages: [{ key: "5" }, { key: "100" }] },
    });
  });

  test("tells a stage what its environment demands, where its own file says something else", async () => {
    const analysis = "{ prometheus: 'http://p', objectives: { errorRatio: 0.05 } }";
    await write("Pulumi.prod.yaml", leastFile);
    await write("Pulumi.prod-canary-5.yaml", `config:\n  sluice:analysis: ${analysis}\n`);
    expect(await loadStack(root, "prod-canary-5")).toMatchObject({
      settings: {
        analysis: { parameters: { objectiveErrorRatio: 0.05 }, environmentParameters: {} },
      },
    });
  });

  test("takes a stage whose own file completes the environment's", async () => {
    const traffic = "  sluice:traffic: { hosts: [app.example.org] }\n";
    await write("Pulumi.prod.yaml", leastFile.replace(traffic, ""));
    await write("Pulumi.prod-canary-5.yaml", `config:\n${traffic}`);
    const { settings } = await loadStack(root, "prod-canary-5");
    expect(settings.analysis).not.toHaveProperty("environmentParameters");
  });

  test("reads the file of the whole cluster's stack", async () => {
    await write("Pulumi.platform.yaml", "config:\n  sluice:cluster: { context: prod-eu, uid: abc }\n");
    expect(await loadPlatform(root)).toMatchObject({ cluster: { context: "prod-eu" }, access: [] });
    await expect(loadStack(root, "platform")).rejects.toThrow('"platform" is reserved');
  });

  test("finds stack files where Pulumi.yaml says they are", async () => {
    await write("Pulumi.yaml", "name: other\nruntime: nodejs\nstackConfigDir: config\n");
    await write("config/Pulumi.prod.yaml", leastFile);
    expect(await loadStack(root, "prod")).toMatchObject({ kind: "base" });
  });

  test("finds stack files beside each other where there is no Pulumi.yaml", async () => {
    await fs.rm(path.join(root, "Pulumi.yaml"));
    expect(await findStackFolder(root)).toBe(root);
  });

  test("names the environments that there are where this one has no file", async () => {
    await write("Pulumi.prod.yaml", leastFile);
    await write("Pulumi.prod-canary-5.yaml", "");
    await expect(loadStack(root, "staging-canary-5")).rejects.toThrow(/got only those of prod\n/);
  });

  test("reads the repository's own environment", async () => {
    expect(await loadStack(path.resolve(__dirname, "../.."), "prod")).toMatchObject({
      kind: "base",
      settings: { environment: "prod", namespace: "prod" },
    });
  });

  test("hands on a fault of the program where it reads the environment's file alone", async () => {
    await write("Pulumi.prod.yaml", leastFile);
    const actual = jest.requireActual<typeof import("../../stacks/files/environment")>(
      "../../stacks/files/environment",
    );
    const readEnvironment = jest.fn(actual.readEnvironment).mockImplementationOnce(actual.readEnvironment);
    jest.doMock("../../stacks/files/environment", () => ({ ...actual, readEnvironment }));
    await jest.isolateModulesAsync(async () => {
      const fresh = require("../../stacks/load") as typeof import("../../stacks/load");
      readEnvironment.mockImplementation(() => {
        throw new TypeError("broken");
      });
      await expect(fresh.loadStack(root, "prod-canary-5")).rejects.toThrow(TypeError);
    });
    jest.dontMock("../../stacks/files/environment");
  });

  test("does not take a file that cannot be read for none", async () => {
    await fs.mkdir(path.join(root, "Pulumi.prod.yaml"));
    await expect(loadStack(root, "prod")).rejects.toThrow("EISDIR");
  });
});

import { spawnSync } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { providerKinds, renderProvider } from "../../../components/providers/provider-shim";
import { Release } from "../../../components/resources/release";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";
import { startDynamicProvider } from "../../support/dynamic-provider";
import type { DynamicProvider } from "../../support/dynamic-provider";
import { runWithMocks } from "../../support/pulumi-mocks";

const root = path.resolve(__dirname, "../../..");
const settings = toSettings(configWith(), { kind: "stage", environment: "prod", key: "5" });

describe("renderProvider()", () => {
  test.each(providerKinds)("%s is text of less than 3 KB that names nothing of this machine", (kind) => {
    expect(renderProvider(kind).length).toBeLessThan(3 * 1024);
    expect(renderProvider(kind)).not.toContain(root);
  });

  test("is what a resource registers", async () => {
    const { registered } = await runWithMocks("prod", () => {
      void new Release("scholarlink", {
        settings,
        shape: {
          version: 2,
          identity: { namespace: "x", tracks: [], route: "r", servicePort: 1 },
        },
        pods: { maxSurge: 1 },
        revision: { template: {}, container: "app", configuration: [] },
      });
      return {};
    });
    expect(registered.map(({ inputs }) => inputs["__provider"])).toEqual([renderProvider("release")]);
  });
});

test("a provider's text finds the package where a project has it, and else a clone's workspace", async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-shim-"));
  const write = async (name: string, gate: string) => {
    const at = path.join(folder, "node_modules", name);
    await fs.mkdir(at, { recursive: true });
    await fs.writeFile(path.join(at, "index.js"), `exports.gate = "${gate}";`);
  };
  const load = () => {
    const text = `console.log(require("require-from-string")(${JSON.stringify(renderProvider("gate"))}).handler())`;
    const script = `module.paths.push(${JSON.stringify(path.join(root, "node_modules"))}); ${text}`;
    return spawnSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
  };
  expect(load().stderr).toContain("Cannot find module 'sluice/providers'");
  await write("@sluice/components", "clone");
  expect(load().stdout).toBe("clone\n");
  await write("sluice/providers", "package");
  expect(load().stdout).toBe("package\n");
  await fs.rm(folder, { recursive: true });
});

describe("a provider's text in Pulumi's own process", () => {
  let folder: string;
  let provider: DynamicProvider;

  beforeAll(async () => {
    // A program's folder as an engineer has it: its packages are a link away.
    folder = await fs.mkdtemp(path.join(os.tmpdir(), "sluice-shim-"));
    await fs.symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    provider = await startDynamicProvider(folder, { KUBECONFIG: path.join(folder, "none") });
  });

  afterAll(async () => {
    await provider.stop();
    await fs.rm(folder, { recursive: true });
  });

  test.each(providerKinds)("%s loads its implementation and runs it", async (kind) => {
    const urn = `urn:pulumi:prod::sluice::pulumi-nodejs:dynamic/sluice:X::${kind}`;
    const inputs = { settings, stage: "5", __provider: renderProvider(kind) };
    const create = provider.create(urn, inputs);
    // There is no cluster here: the refusal is the implementation's own, in the grammar and with its code.
    await expect(create).rejects.toThrow(/\[sluice:2\].*kubeconfig/s);
  });

  test("release refuses in check, where a preview shows it", async () => {
    const { failures } = await provider.check(
      "urn:pulumi:prod::sluice::x::release",
      {},
      {
        settings,
        __provider: renderProvider("release"),
      },
    );
    expect(failures).toEqual([expect.stringMatching(/^\[sluice:2\] Cannot /)]);
  });
});

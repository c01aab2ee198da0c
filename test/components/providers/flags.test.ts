import { switchOff } from "../../../components/core/flags/switch-flag";
import type { FlagsRecord } from "../../../components/core/flags/record";
import { renderFlags } from "../../../components/core/flags/render-flags";
import type { Provider } from "../../../components/providers/provider";
import { imageOf } from "../../support/environment";
import { startFakeApp } from "../../support/fake-cluster/app";
import type { FakeApp } from "../../support/fake-cluster/app";
import { noon, specOf } from "../../support/flags";

interface ConfigMap {
  readonly metadata: object;
  readonly data: Readonly<Record<string, string>>;
}

let app: FakeApp;
let path: string;

beforeEach(async () => {
  app = await startFakeApp();
  const { namespace, app: name } = app.settings(imageOf("a"));
  path = `/api/v1/namespaces/${namespace}/configmaps/${name}-flags`;
});

afterEach(async () => await app.stop());

const present = (): FlagsRecord =>
  JSON.parse(app.cluster.get<ConfigMap>(path)?.data["record.json"] ?? "") as FlagsRecord;

async function run(
  act: (
    flags: Provider,
    inputs: (...list: ReturnType<typeof specOf>[]) => Record<string, unknown>,
  ) => Promise<void>,
) {
  await jest.isolateModulesAsync(async () => {
    const providers = require("../../../components/providers/index") as { flags: Provider };
    const metrics = { requests: "x", keyLabel: "k", variantLabel: "v", statusLabel: "s" };
    await act(providers.flags, (...list) => ({
      settings: app.settings(imageOf("a")),
      flags: { list, metrics },
    }));
  });
}

test("flags are written once, off, and a flag that was switched off stays off in every later run", async () => {
  await run(async (flags, inputs) => {
    const news = inputs(specOf({ allow: ["anna"] }));
    expect(await flags.create(news)).toMatchObject({
      outs: { sentence: 'flag "new-search" is new and off' },
    });
    expect(await flags.diff("id", news, news)).toEqual({ changes: false });
    const off = switchOff(present(), "new-search", { who: "bert", reason: "slow", atSeconds: noon });
    if (off.kind !== "write") throw new Error("must write");
    const data = { "flags.json": renderFlags(off.record), "record.json": JSON.stringify(off.record) };
    app.cluster.put(path, { ...app.cluster.get<ConfigMap>(path), data }, "sluice");
    expect(await flags.diff("id", news, news)).toEqual({ changes: false });
    await flags.update("id", news, inputs(specOf({ allow: ["anna", "carl"] })));
    expect(present().flags["new-search"]).toMatchObject({
      percent: 0,
      killed: { who: "bert" },
      definition: { allow: ["anna", "carl"] },
    });
    expect(app.cluster.get<ConfigMap>(path)?.data["flags.json"]).not.toContain("anna");
  });
});

test("what another writer made of flagd's file is written again, and gone with the flags", async () => {
  await run(async (flags, inputs) => {
    const news = inputs(specOf());
    await flags.create(news);
    const live = app.cluster.get<ConfigMap>(path);
    app.cluster.put(path, { ...live, data: { ...live?.data, "flags.json": "{}" } }, "kubectl");
    expect(await flags.diff("id", news, news)).toEqual({ changes: true });
    await flags.update("id", news, news);
    expect(app.cluster.get<ConfigMap>(path)?.data["flags.json"]).toBe(renderFlags(present()));
    await flags.delete("id", news);
    expect(app.cluster.get(path)).toBeUndefined();
  });
});

test("a foreign ConfigMap of that name is never touched", async () => {
  app.cluster.put(path, { metadata: { labels: { owner: "helm" } }, data: { a: "b" } }, "helm");
  await run(async (flags, inputs) => {
    await expect(flags.create(inputs(specOf()))).rejects.toThrow(/must be Sluice's: got a foreign one/);
  });
  expect(app.cluster.get<ConfigMap>(path)?.data).toEqual({ a: "b" });
});

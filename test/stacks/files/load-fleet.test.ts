import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listFleets } from "../../../stacks/files/fleet-file";
import { listEnvironments, loadStack } from "../../../stacks/load";
import { loadFleet } from "../../../stacks/files/load-fleet";
import { fileWith } from "../../support/environment";

const root = mkdtempSync(path.join(tmpdir(), "sluice-waves-"));

const write = (name: string, text: string): void =>
  writeFileSync(path.join(root, `Pulumi.${name}.yaml`), text);
const writeFleet = (...keys: readonly string[]): void =>
  write("global", ["config:", ...keys.map((key) => `  sluice:${key}`), ""].join("\n"));

beforeAll(() => {
  for (const name of ["eu", "us", "ap"]) write(name, fileWith({ app: `{ name: shop, namespace: ${name} }` }));
});
afterAll(() => rmSync(root, { recursive: true }));

describe("loadFleet()", () => {
  test("fills in defaults: an hour after each wave but the last", async () => {
    writeFleet("waves: [{ environments: [eu] }, { environments: [us, ap] }]");
    const { fleet, settings } = await loadFleet(root, "global");
    expect(fleet).toEqual({
      name: "global",
      maxParallel: 1,
      onFailure: "region",
      waves: [
        { environments: [{ environment: "eu" }], bakeSeconds: 3600 },
        { environments: [{ environment: "us" }, { environment: "ap" }], bakeSeconds: 0 },
      ],
    });
    expect([...settings.keys()]).toEqual(["eu", "us", "ap"]);
    expect(settings.get("us")).toMatchObject({ namespace: "us" });
  });

  test("reads what an environment and a wave have of their own", async () => {
    writeFleet(
      "maxParallel: 2",
      "onFailure: all",
      "waves: [{ bake: 10m, environments: [{ name: eu, share: 40, policyPackConfig: [eu.json] }] }, { bake: 5s, environments: [{ name: us, share: 60 }] }]",
    );
    expect((await loadFleet(root, "global")).fleet).toMatchObject({
      maxParallel: 2,
      onFailure: "all",
      waves: [
        { bakeSeconds: 600, environments: [{ environment: "eu", share: 40, policyConfig: ["eu.json"] }] },
        { bakeSeconds: 5, environments: [{ environment: "us", share: 60 }] },
      ],
    });
  });

  test("is no environment, and an environment is no fleet", async () => {
    writeFleet("waves: [{ environments: [eu] }]");
    expect((await listEnvironments(root)).toSorted()).toEqual(["ap", "eu", "us"]);
    expect(await listFleets(root)).toEqual(["global"]);
    await expect(loadStack(root, "global")).rejects.toThrow(
      'Cannot read environment "global": Pulumi.global.yaml must be the file of an environment: got that of a fleet (sluice:waves)\n  → name one of its environments, or: sluice rollout --fleet global',
    );
    await expect(loadFleet(root, "eu")).rejects.toThrow(
      'Cannot read fleet "eu": Pulumi.eu.yaml must exist and have sluice:waves: got a file without them; fleets here: global',
    );
    await expect(loadFleet(root, "none")).rejects.toThrow("got no such file; fleets here: global");
    const empty = path.join(root, "empty");
    mkdirSync(empty);
    await expect(loadFleet(empty, "none")).rejects.toThrow(/got no such file\n/u);
  });

  test.each<[string, readonly string[], string]>([
    ["no waves", ["waves: []"], "sluice:waves must be a list of waves with at least one: got []"],
    [
      "an empty wave",
      ["waves: [{ environments: [] }]"],
      "sluice:waves[0].environments must be a list of environments with at least one: got []",
    ],
    [
      "another word",
      ["onFailure: none", "waves: [{ environments: [eu] }]"],
      'sluice:onFailure must be "region" or "all": got "none"',
    ],
    [
      "an unknown key",
      ["wave: 1", "waves: [{ environments: [eu], bakes: 1m }]"],
      'sluice:waves[0].bakes must be a known key, such as "bake"',
    ],
  ])("refuses %s", async (_name, keys, text) => {
    writeFleet(...keys);
    await expect(loadFleet(root, "global")).rejects.toThrow(text);
  });

  test("tells all problems of all files at once", async () => {
    writeFleet("waves: [{ environments: [eu, nowhere, eu, bad] }]");
    write("bad", fileWith({ ap: "{}", stages: "[]" }));
    await expect(loadFleet(root, "global")).rejects.toThrow(
      /^Cannot use fleet "global": 4 problems\n.*not at sluice:waves\[0\]\.environments\[0\] already: got eu\n[^]*got nowhere[^]*Pulumi\.bad\.yaml[^]*Pulumi\.bad\.yaml/u,
    );
    rmSync(path.join(root, "Pulumi.bad.yaml"));
  });

  test("fails with what is no problem of a file", async () => {
    writeFleet("waves: [{ environments: [odd] }]");
    mkdirSync(path.join(root, "Pulumi.odd.yaml"));
    await expect(loadFleet(root, "global")).rejects.toThrow("EISDIR");
    rmSync(path.join(root, "Pulumi.odd.yaml"), { recursive: true });
  });
});

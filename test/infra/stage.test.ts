import { declareStage } from "../../infra/stage";
import { toSettings } from "../../stacks/settings";
import { configWith } from "../support/environment";
import { findRegistered as find, listRegistered as list, runWithMocks } from "../support/pulumi-mocks";

describe("declareStage()", () => {
  const stage = async () => {
    const settings = toSettings(configWith(), { kind: "stage", environment: "prod", key: "5" });
    return (await runWithMocks("prod-canary-5", () => declareStage({ kind: "stage", settings, key: "5" })))
      .registered;
  };

  test("declares gate, shift and soak and nothing in the cluster", async () => {
    expect(list(await stage())).toEqual([
      "pulumi-nodejs:dynamic/sluice:Gate scholarlink",
      "pulumi-nodejs:dynamic/sluice:Soak scholarlink",
      "pulumi-nodejs:dynamic/sluice:TrafficShift scholarlink",
    ]);
  });

  test("orders gate, shift, soak", async () => {
    const all = await stage();
    expect(find(all, "TrafficShift", "scholarlink").dependsOn).toEqual([
      "pulumi-nodejs:dynamic/sluice:Gate scholarlink",
    ]);
    expect(find(all, "Soak", "scholarlink").dependsOn).toEqual([
      "pulumi-nodejs:dynamic/sluice:TrafficShift scholarlink",
    ]);
  });

  test("gives each the settings, its key, and who runs it", async () => {
    for (const { inputs, type, name } of await stage()) {
      expect(inputs).toMatchObject({
        settings: { stack: "prod-canary-5", environment: "prod", app: "scholarlink" },
        stage: "5",
        run: {
          programPid: process.pid,
          programStart: expect.stringMatching(/^\d+$/) as string,
          urn: `urn:pulumi:prod-canary-5::sluice::${type}::${name}`,
        },
      });
    }
  });
});

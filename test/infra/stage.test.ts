import { declareStage } from "../../infra/stage";
import { toShortRevision } from "../../components/core/workload/short-form";
import { toSettings } from "../../stacks/settings/settings";
import { toWorkload } from "../../stacks/settings/workload";
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

  test("tells the gate what the checkout has, so that it can name what differs; nobody else", async () => {
    const config = configWith();
    const settings = toSettings(config, { kind: "stage", environment: "prod", key: "5" });
    const revision = toShortRevision(config.app.name, config.release.image, toWorkload(config));
    const plan = { kind: "stage", settings, key: "5", revision } as const;
    const { registered } = await runWithMocks("prod-canary-5", () => declareStage(plan));
    expect(find(registered, "Gate", "scholarlink").inputs).toMatchObject({
      run: { checkout: { template: revision.template, configuration: [] } },
    });
    expect(find(registered, "Soak", "scholarlink").inputs["run"]).not.toHaveProperty("checkout");
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

import { dashboardOf } from "../../../cli/grafana/make-dashboard";
import { parseStackName } from "../../../stacks/name";
import { toSettings } from "../../../stacks/settings/settings";
import { configWith } from "../../support/environment";

test("the dashboard of an environment has its objectives, and shows the annotations of its releases", () => {
  const slos = "{ latency: { target: 0.99, within: 300ms } }";
  const settings = toSettings(configWith({ slos }), parseStackName("prod"));
  const { dashboard, panels } = dashboardOf(settings);
  expect(panels.map(({ title, lines }) => `${title}: ${lines.map(({ name }) => name).join(", ")}`)).toEqual([
    "Requests: stable, canary",
    "Failed requests: stable, canary",
    "Traffic of the canary: canary",
    "Error budget left: latency",
    "Burn rate: latency now, latency period",
  ]);
  expect(panels[4]?.lines[0]?.query).toMatch(/^\(clamp_min\(1 - sum\(.*\) \/ 0\.01$/);
  expect(dashboard).toMatchObject({
    title: "scholarlink prod",
    annotations: { list: [{ target: { tags: ["sluice", "app:scholarlink", "environment:prod"] } }] },
  });
});

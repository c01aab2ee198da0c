import { trackOfQueried } from "../../../../components/core/sources/queried-track";

const service =
  "httproute-prod-app-example-gw-infra-web-ep-web-2-1f0a9c77d1e2b3c4d5e6-svc-prod-app-stable-0@kubernetesgateway";

test.each([
  [{ track: "canary" }, "canary"],
  [{ label_sluice_dev_track: "stable", pod: "x" }, "stable"],
  [{ pod: "app-canary-5f-x1b2c" }, "canary"],
  [{ service }, "stable"],
  [{ service: "app-canary" }, "canary"],
  [{ pod: "postgres-0" }, "foreign"],
  [{ service: "postgres" }, "foreign"],
  [{ track: "blue" }, "foreign"],
  [{ datname: "shop" }, "shared"],
] as const)("trackOfQueried() of %j is %s", (labels, expected) => {
  expect(trackOfQueried(labels, { namespace: "prod", app: "app" })).toBe(expected);
});

import { renderWatchdogJob } from "../../../../../components/core/workload/watchdog/watchdog-job";
import type { WatchedSettings } from "../../../../../components/core/workload/watchdog/watchdog-job";
import { parseStackName } from "../../../../../stacks/name";
import { toSettings } from "../../../../../stacks/settings/settings";
import { configWith, imageOf } from "../../../../support/environment";

const given = (watchdog = "", traffic = ""): WatchedSettings =>
  toSettings(
    configWith({
      watchdog: `{ image: "${imageOf("d")}" ${watchdog} }`,
      traffic: `{ hosts: [app.example.org] ${traffic} }`,
    }),
    parseStackName("prod-canary-5"),
  ) as WatchedSettings;

const containerOf = (settings: WatchedSettings) => {
  const [container] = renderWatchdogJob(settings, 3).spec.template.spec.containers;
  if (container === undefined) throw new Error("no container");
  return container;
};

const podSettings = (settings: WatchedSettings): WatchedSettings =>
  JSON.parse(containerOf(settings).env[0]?.value ?? "") as WatchedSettings;

test("renderWatchdogJob() makes a pod that passes restricted Pod Security and runs under its own account", () => {
  const { metadata, spec } = renderWatchdogJob(given(), 3);
  expect(metadata).toMatchObject({ name: "scholarlink-watchdog", namespace: "default" });
  expect(spec.template.spec).toMatchObject({
    restartPolicy: "OnFailure",
    serviceAccountName: "scholarlink-watchdog",
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        image: imageOf("d"),
        ports: [{ name: "metrics", containerPort: 9464 }],
        args: ["watch", "prod", "--settings", "SLUICE_SETTINGS"],
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
  });
  // No Service of the app selects it.
  expect(spec.template.metadata.labels["app.kubernetes.io/name"]).not.toBe("scholarlink");
  expect(containerOf(given())).not.toHaveProperty("envFrom");
});

test("renderWatchdogJob() gives the pod the account around it, and tokens by a Secret's name only", () => {
  const settings = given(", secret: tokens");
  expect(podSettings(settings)).toMatchObject({
    stack: "scholarlink-watchdog",
    cluster: { context: "in-cluster", uid: settings.cluster.uid, inCluster: true },
    watchdog: { limitSeconds: 43_200, atLimit: "back" },
  });
  expect(podSettings(settings).traffic).not.toHaveProperty("address");
  expect(podSettings(settings).analysis.syntheticPerSecond).toBe(4);
  expect(containerOf(settings).envFrom).toEqual([{ secretRef: { name: "tokens" } }]);
});

test.each([
  ["of the runner's own machine", "", ", address: '127.0.0.1:8080'", "127.0.0.1:8080", 0],
  ["that the cluster reaches", "", ", address: 'gw.infra:80'", "gw.infra:80", 4],
  ["of its own", ", address: 'gw.infra:80'", ", address: 'localhost:8080'", "gw.infra:80", 4],
])("its own requests go to an address %s", (_name, watchdog, traffic, address, perSecond) => {
  const settings = podSettings(given(watchdog, traffic));
  expect(settings.traffic.address).toBe(address);
  expect(settings.analysis.syntheticPerSecond).toBe(perSecond);
});

test("renderWatchdogJob() is for one attempt and one set of settings", () => {
  const of = (settings: WatchedSettings, attempt: number) =>
    renderWatchdogJob(settings, attempt).metadata.annotations["sluice.dev/watched"];
  const first = of(given(), 3);
  expect(first).toMatch(/^3-[0-9a-f]{16}$/);
  expect(of({ ...given(), stack: "prod-canary-50" }, 3)).toBe(first);
  expect(of(given(), 4)).not.toBe(first);
  expect(of(given(", limit: 2h, atLimit: stay"), 3)).not.toBe(first);
});

test("renderWatchdogJob() says the version of the run, and is another Job for another one", () => {
  const annotationOf = (version?: string) =>
    renderWatchdogJob(given(), 3, version).metadata.annotations["sluice.dev/watched"];
  const [container] = renderWatchdogJob(given(), 3, "0.1.0").spec.template.spec.containers;
  expect(container?.env[1]).toEqual({ name: "SLUICE_RUN_VERSION", value: "0.1.0" });
  expect(containerOf(given()).env).toHaveLength(1);
  expect(new Set([annotationOf(), annotationOf("0.1.0"), annotationOf("0.2.0")]).size).toBe(3);
});

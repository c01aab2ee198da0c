import { renderCheckJob } from "../../../../components/core/checks/check-job";
import type { JobQuestion } from "../../../../components/core/checks/spec";
import { parseStackName } from "../../../../stacks/name";
import { toSettings } from "../../../../stacks/settings/settings";
import { configWith, imageOf } from "../../../support/environment";

const question: JobQuestion = {
  kind: "job",
  image: imageOf("c"),
  command: ["/smoke"],
  args: ["--fast"],
  env: { LEVEL: "2", SLUICE_STAGE: "own" },
  deadlineSeconds: 60,
};
const rule = { send: { "x-sluice-probe": "t-canary" }, proof: { name: "x", value: "y" } };

const render = (keys: Readonly<Record<string, string>> = {}, changes: object = {}) =>
  renderCheckJob({
    settings: toSettings(configWith(keys), parseStackName("prod")),
    name: "smoke",
    question,
    track: "canary",
    rule,
    about: { place: "gate", stage: "5", attempt: 3 },
    ...changes,
  });

const variablesOf = ({ spec }: ReturnType<typeof render>) =>
  Object.fromEntries(spec.template.spec.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);

test("the Job of a check is told what it asks about, and its own variables win", () => {
  const job = render();
  expect(variablesOf(job)).toEqual({
    SLUICE_APP: "scholarlink",
    SLUICE_ENVIRONMENT: "prod",
    SLUICE_IMAGE: imageOf("a"),
    SLUICE_TRACK: "canary",
    SLUICE_STAGE: "own",
    SLUICE_URL: "https://app.example.org",
    SLUICE_HOST: "app.example.org",
    SLUICE_PROBE: "x-sluice-probe: t-canary",
    LEVEL: "2",
  });
  expect(job.metadata).toMatchObject({
    name: expect.stringMatching(/^scholarlink-check-[0-9a-f]{8}$/),
    annotations: { "sluice.dev/check": "smoke", "sluice.dev/run": "gate-3-canary" },
  });
  expect(job.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 60 });
  expect(job.spec.template.spec.containers[0]).toMatchObject({ command: ["/smoke"], args: ["--fast"] });
});

test("its pod is of no Service of the app, has no account, and passes restricted Pod Security", () => {
  const { template } = render().spec;
  expect(template.metadata.labels["app.kubernetes.io/name"]).toBe("sluice-check");
  expect(template.spec).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [{ securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } } }],
  });
});

test.each([
  ["another machine", "gateway:443", undefined, "https://gateway:443"],
  ["the runner itself", "127.0.0.1:8443", undefined, "https://app.example.org"],
  [
    "the runner itself, and another one for pods",
    "127.0.0.1:8443",
    "gateway.edge:443",
    "https://gateway.edge:443",
  ],
])("it connects where a pod can, with the address of %s", (_, address, inCluster, url) => {
  const traffic = `{ hosts: [app.example.org], address: "${address}" }`;
  const watchdog =
    inCluster === undefined ? {} : { watchdog: `{ image: "${imageOf("d")}", address: "${inCluster}" }` };
  expect(variablesOf(render({ traffic, ...watchdog }))).toMatchObject({ SLUICE_URL: url });
});

test("without a rule of the router, a stage and a command there are none", () => {
  const { command: _, args: __, ...plain } = question;
  const job = render(
    {},
    { rule: undefined, question: { ...plain, env: {} }, about: { place: "promoted", attempt: 3 } },
  );
  expect(variablesOf(job)).toMatchObject({ SLUICE_PROBE: "", SLUICE_STAGE: "" });
  expect(job.spec.template.spec.containers[0]).not.toHaveProperty("command");
  expect(job.spec.template.spec.containers[0]).not.toHaveProperty("args");
});

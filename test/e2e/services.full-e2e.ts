import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setFault } from "../../sandbox/fault/set-fault";
import { createApp, done, image } from "./support/app";
import type { App } from "./support/app";

let good: App;
let bad: App;

const chart = {
  "Chart.yaml": "apiVersion: v2\nname: scholarlink\nversion: 1.2.3\n",
  "values.yaml": "replicas: 1\nlevel: info\n",
  "templates/_names.tpl": `{{ define "labels" }}{ app: {{ .Release.Name }} }{{ end }}`,
  "templates/config.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }} }
data: { LOG_LEVEL: {{ .Values.level }} }
`,
  "templates/app.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: {{ template "labels" . }} }
  template:
    metadata: { labels: {{ template "labels" . }} }
    spec:
      containers:
        - name: web
          image: scholarlink
          ports: [{ containerPort: 8080 }]
          envFrom: [{ configMapRef: { name: {{ .Release.Name }} } }]
          readinessProbe: { httpGet: { path: /readyz, port: 8080 }, periodSeconds: 1 }
          resources: { requests: { cpu: 10m, memory: 32Mi } }
---
apiVersion: v1
kind: Service
metadata: { name: {{ .Release.Name }} }
spec:
  selector: {{ template "labels" . }}
  ports: [{ port: 80, targetPort: 8080 }]
`,
};

/** The service is a chart from now on. */
const writeChart = async (app: App): Promise<void> => {
  const folder = path.join(app.folder, "chart");
  await mkdir(path.join(folder, "templates"), { recursive: true });
  for (const [name, text] of Object.entries(chart)) await writeFile(path.join(folder, name), text);
  await app.configure(image("v1"), {
    app: {
      replicas: undefined,
      resources: undefined,
      from: { chart: { path: "chart", values: { replicas: 2 } } },
    },
  });
};

beforeAll(async () => {
  [good, bad] = await Promise.all([
    createApp("good", {
      stages: [
        { weight: 5, soak: "5s" },
        { weight: 100, soak: "5s" },
      ],
    }),
    // Long enough for a fault to begin in it on any machine; it ends with the verdict.
    createApp("bad", {
      stages: [
        { weight: 20, soak: "120s" },
        { weight: 100, soak: "5s" },
      ],
    }),
  ]);
  await writeChart(good);
  for (const result of await Promise.all([good.up(), bad.up()])) done(result);
});

afterAll(async () => {
  await Promise.all([good.remove(), bad.remove()]);
});

test("two services of one name are released at the same time: the bad one alone is taken off", async () => {
  const [goodLoad, badLoad] = [good.load(50), bad.load(50)];
  // Of a chart, its values and its image: one release.
  const values = { replicas: 2, level: "debug" };
  await good.configure(image("v2"), { app: { from: { chart: { path: "chart", values } } } });
  await bad.configure(image("v2"));
  const [promoting, aborting] = [good, bad].map((app) => app.startSluice("rollout", app.environment));
  await bad.until("the bad service's canary gets requests", async () => (await bad.weight()) === 20, 90);
  const outcomes = await setFault(
    bad.sandbox,
    { namespace: bad.namespace, track: "canary" },
    { errorRatio: 0.7 },
  );
  expect(outcomes.filter(({ took }) => took)).not.toEqual([]);
  const [promoted, aborted] = await Promise.all([promoting?.ended, aborting?.ended]);
  expect([aborted?.text, aborted?.code]).toEqual([
    expect.stringMatching(/Aborted "scholarlink" at 20 % .*all traffic is on stable \(observed\)/u),
    4,
  ]);
  expect([promoted?.text, promoted?.code]).toEqual([expect.any(String), 0]);
  expect((await goodLoad.stop()).failed).toBe(0);
  expect((await badLoad.stop()).failed).toBeGreaterThan(0);
  expect([await good.weight(), await bad.weight()]).toEqual([0, 0]);
  expect([await good.image("stable"), await bad.image("stable")]).toEqual([image("v2"), image("v1")]);
});

test("each ledger has its own service's release and requests only", async () => {
  const [ofGood, ofBad] = await Promise.all([good.ledger(), bad.ledger()]);
  expect(ofGood).toMatchObject({ environment: "good", phase: "promoted", attempt: { number: 2 } });
  expect(ofBad).toMatchObject({ environment: "bad", phase: "aborted", attempt: { number: 2 } });
  const verdicts = (ledger: typeof ofGood) =>
    ledger.attempt?.stages.map(({ key, verdict }) => [
      key,
      verdict?.kind,
      verdict?.canary.errors,
      verdict?.stable.errors,
    ]);
  expect(verdicts(ofGood)).toEqual([
    ["5", "pass", 0, 0],
    ["100", "pass", 0, 0],
  ]);
  expect(verdicts(ofBad)?.[0]).toEqual(["20", "fail", expect.any(Number), 0]);
  const fleet = await Promise.all([good, bad].map(async (app) => await app.sluice("status", "--all")));
  expect(fleet.map(({ code }) => code)).toEqual([0, 0]);
  expect(fleet[0]?.text).toMatch(/scholarlink\/good +promoted +0 % /u);
  expect(fleet[1]?.text).toMatch(/scholarlink\/bad +aborted +0 % /u);
});

import { toPodTemplate, toVariables } from "../../../../components/core/workload/pod-template";
import { toWorkload } from "../../../../stacks/settings/workload";
import { configWith, imageOf } from "../../../support/environment";

const template = (app = "{ name: scholarlink }") =>
  toPodTemplate("scholarlink", imageOf("c"), toWorkload(configWith({ app })));

const container = (app?: string) => template(app).spec.containers[0];

describe("toPodTemplate()", () => {
  test("passes the restricted Pod Security Standard", () => {
    expect(template().spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            privileged: false,
            readOnlyRootFilesystem: true,
          },
        },
      ],
    });
  });

  test("keeps serving while routers follow, and then has time for requests under way", () => {
    const { spec } = template("{ name: scholarlink, terminationGracePeriod: 40s }");
    expect(spec.containers[0]?.lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(spec.terminationGracePeriodSeconds).toBe(45);
  });

  test("probes the app's port", () => {
    expect(container()).toMatchObject({
      ports: [
        { name: "http", containerPort: 8080 },
        { name: "metrics", containerPort: 9090 },
      ],
      startupProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 1, failureThreshold: 120 },
      readinessProbe: { httpGet: { path: "/readyz", port: "http" }, periodSeconds: 2, timeoutSeconds: 2 },
      livenessProbe: { httpGet: { path: "/healthz", port: "http" } },
    });
  });

  test("names one port where metrics are on the app's", () => {
    expect(container("{ name: scholarlink, metrics: { port: 8080 } }")?.ports).toEqual([
      { name: "http", containerPort: 8080, protocol: "TCP" },
    ]);
  });

  test("tells Prometheus where to scrape", () => {
    expect(template("{ name: scholarlink, metrics: { port: 9100, path: /m } }").metadata.annotations).toEqual(
      {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "9100",
        "prometheus.io/path": "/m",
      },
    );
  });

  test("tells the app its pod and track, unless the configuration uses the name", () => {
    const names = (app?: string) => container(app)?.env.map(({ name }) => name);
    expect(names()).toEqual(["POD_NAME", "TRACK"]);
    expect(names("{ name: scholarlink, env: { TRACK: mine } }")).toEqual(["POD_NAME", "TRACK"]);
    expect(container("{ name: scholarlink, env: { TRACK: mine } }")?.env).toContainEqual({
      name: "TRACK",
      value: "mine",
    });
  });

  test("hands on what was set and leaves out what was not", () => {
    expect(template().spec).not.toHaveProperty("serviceAccountName");
    expect(template().spec).not.toHaveProperty("imagePullSecrets");
    const set = template(
      "{ name: scholarlink, serviceAccount: s, imagePullSecrets: [p], user: 1000, command: [/a], args: [b] }",
    );
    expect(set.spec).toMatchObject({
      serviceAccountName: "s",
      imagePullSecrets: [{ name: "p" }],
      securityContext: { runAsUser: 1000 },
      containers: [{ command: ["/a"], args: ["b"] }],
    });
  });
});

describe("toVariables()", () => {
  test("refers to Secrets, sorts by name, and lets the last environment win", () => {
    const own = { plain: { B: "1", C: "2" }, secret: { A: { secret: "s", key: "k" } } };
    const more = { plain: { B: "3" }, secret: { C: { secret: "t", key: "l" } } };
    expect(toVariables(own, more)).toEqual([
      { name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } },
      { name: "B", value: "3" },
      { name: "C", valueFrom: { secretKeyRef: { name: "t", key: "l" } } },
    ]);
  });
});

import { findDifferences } from "../../../../components/core/takeover/differences";
import { runs, toPlainTemplate } from "../../../../components/core/takeover/plain-template";
import type { Revision } from "../../../../components/core/revision/revision";

const image = (letter: string): string => `r/a@sha256:${letter.repeat(64)}`;
const template = (container: object) => ({
  metadata: { labels: { app: "x" } },
  spec: { containers: [{ name: "main", image: image("a"), ...container }] },
});
const revision = (container: object, data: Readonly<Record<string, string>> = { a: "1" }): Revision => ({
  template: template(container),
  container: "main",
  configuration: [{ kind: "ConfigMap", name: "web", data }],
});

test("findDifferences() takes what the API server added for none, and names the paths of others", () => {
  const live = revision({ resources: { requests: { cpu: "1" } }, imagePullPolicy: "Always" });
  expect(findDifferences(revision({ resources: { requests: { cpu: "1000m" } } }), live)).toEqual([]);
  expect(findDifferences(revision({ command: ["x"] }), live)).toEqual(["template.spec.containers.0.command"]);
  expect(findDifferences(revision({}, { a: "2" }), live)).toEqual(["configuration.ConfigMap web.data.a"]);
});

test("toPlainTemplate() keeps the labels that a Deployment finds its pods by", () => {
  const before = { metadata: { labels: { app: "old", tier: "front" } }, spec: {} };
  const { metadata, spec } = toPlainTemplate({ ...template({}) }, before);
  expect(metadata).toEqual({ labels: { app: "old", tier: "front" } });
  expect(runs({ spec: spec ?? {} }, image("a"))).toBe(true);
  expect(runs({ spec: spec ?? {} }, image("b"))).toBe(false);
  expect(runs({ spec: { containers: [{ name: "main" }] } }, image("b"))).toBe(false);
});

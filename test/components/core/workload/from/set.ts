import type { Json, JsonObject } from "../../../../../components/core/revision/revision";
import { renderApp } from "../../../../../components/core/workload/from/render-app";
import type { RenderedApp, RenderOptions } from "../../../../../components/core/workload/from/rendered-app";

/** Reference of an image with digest. */
export const pinned = `registry.example.org/shop@sha256:${"a".repeat(64)}`;

const labels = { app: "shop" };

/** Container of the app; later fields win. */
export const container = (more: JsonObject = {}): JsonObject => ({
  name: "shop",
  image: "shop:1",
  ports: [{ name: "http", containerPort: 8080 }],
  ...more,
});

/** A Deployment `shop`; `pod` goes into the pod's spec, `spec` into its own. */
export const deployment = (
  pod: JsonObject = {},
  spec: JsonObject = {},
  podLabels: JsonObject = labels,
): JsonObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop" },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels: podLabels }, spec: { containers: [container()], ...pod } },
    ...spec,
  },
});

/** Any object. */
export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  more: JsonObject = {},
): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...more,
});

/** A Service of the workload. */
export const service = (name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, ...metadata },
  spec: { selector: labels, ports: [{ name: "http", port: 80, targetPort: "http" }], ...spec },
});

export const options: RenderOptions = {
  app: "shop",
  namespace: "prod",
  image: pinned,
  sharedServices: [],
  drainSeconds: 7,
  hosts: ["shop.example.org"],
  route: "shop",
};

/** App that is made of a set, which must be taken. */
export function take(documents: readonly Json[], more: Partial<RenderOptions> = {}): RenderedApp {
  const result = renderApp(documents, { ...options, ...more });
  if ("problems" in result) throw new Error(result.problems.map(({ text }) => text).join("\n"));
  return result.app;
}

/** Problems of a set that must be refused, in one sentence each. */
export function refuse(documents: readonly Json[], more: Partial<RenderOptions> = {}): readonly string[] {
  const result = renderApp(documents, { ...options, ...more });
  if ("app" in result) throw new Error("expected a refusal");
  return result.problems.map(({ text, fix }) => (fix === undefined ? text : `${text}; ${fix}`));
}

import type { App } from "../app";

const ofMigration = ["get", "pods", "-l", "app.kubernetes.io/component=migration"];

/** Pods of a migration that may still run, as `name=phase`. */
export async function migrationPods(app: App): Promise<readonly string[]> {
  const phases = "{range .items[*]}{.metadata.name}={.status.phase} {end}";
  const text = await app.kubectl(...ofMigration, "-o", `jsonpath=${phases}`);
  return text.split(" ").filter((pod) => pod !== "" && !/=(Succeeded|Failed)$/.test(pod));
}

/** Images that pods of the app have, apart from those of Jobs for the database. */
export async function servingImages(app: App): Promise<string> {
  const pods = ["get", "pods", "-l", "app.kubernetes.io/component!=migration"];
  return await app.kubectl(...pods, "-o", "jsonpath={.items[*].spec.containers[*].image}");
}

/** Status by which the app answers a path, through the gateway. */
export async function statusOf(app: App, path: string): Promise<string> {
  const url = `http://${app.sandbox.gatewayAddress}${path}`;
  const quiet = ["-s", "-o", "/dev/null", "-w", "%{http_code}"];
  return await app.exec("curl", ...quiet, "-H", `Host: ${app.host}`, url);
}

import { toHeaders } from "../../../../policies/headers/header";
import type { Header } from "../../../../policies/headers/header";
import { scoreHeaders } from "../../../../policies/headers/observatory/score";
import type { App } from "../app";

/** Paths that the example app answers differently, a missing page among them. */
const routes = ["/", "/api/papers", "/api/scholars/1", "/api/scholars/x", "/healthz", "/nothing"];

/** Headers of an answer through the router. */
async function headersOf(app: App, path: string): Promise<Header[]> {
  const url = `http://${app.sandbox.gatewayAddress}${path}`;
  const text = await app.exec("curl", "-s", "-o", "/dev/null", "-D", "-", "-H", `Host: ${app.host}`, url);
  const pairs = [...text.matchAll(/^([^:\r\n]+): *(.*?)\r?$/gm)];
  return toHeaders(pairs.map(([, name, value]): Header => [name as string, value as string]));
}

/**
 * Grade of each route, as if it had come by HTTPS, with the values of one header.
 * @param name - in lower case
 * @param more - further paths
 */
export async function gradeRoutes(
  app: App,
  name: string,
  more: readonly string[] = [],
): Promise<readonly string[]> {
  const answers = await Promise.all([...routes, ...more].map(async (path) => await headersOf(app, path)));
  return answers.map((headers) => {
    const { grade } = scoreHeaders({ headers, host: app.host, https: "verified" });
    const values = headers.filter(([one]) => one === name).map(([, value]) => value);
    return `${grade} ${values.join(" and ")}`;
  });
}

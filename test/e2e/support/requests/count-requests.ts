import * as http from "node:http";
import type { Track } from "../../../../components/core/track";
import type { App } from "../app";

/**
 * Requests of a method that the running pods of a track have answered, by the example app's own counters.
 * @param route - pattern of a route of the app. @default all
 */
export async function countRequests(
  app: App,
  track: Track,
  method: string,
  route = '[^"]*',
): Promise<number> {
  const ready = "{.items[*].metadata.name}";
  const names = await app.kubectl(
    "get",
    "pods",
    "-l",
    `sluice.dev/track=${track}`,
    "-o",
    `jsonpath=${ready}`,
  );
  const counts = await Promise.all(
    names.split(" ").map(async (pod) => {
      const text = await app.kubectl(
        "get",
        "--raw",
        `/api/v1/namespaces/${app.namespace}/pods/${pod}:9090/proxy/metrics`,
      );
      const series = new RegExp(
        `^http_server_request_duration_seconds_count\\{.*http_request_method="${method}".*http_route="${route}".*\\} (\\d+)$`,
        "gm",
      );
      return [...text.matchAll(series)].reduce((sum, [, value]) => sum + Number(value), 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Sends requests one after the other; the statuses with the version that answered, each `200 v2`, once. */
export async function ask(
  app: App,
  many: number,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<readonly string[]> {
  const [hostname = "", port = ""] = app.sandbox.gatewayAddress.split(":");
  const seen = new Set<string>();
  for (let sent = 0; sent < many; sent++) {
    seen.add(
      await new Promise<string>((resolve, reject) => {
        const request = http.request(
          { hostname, port, path, method, headers: { host: app.host }, timeout: 5000 },
          (response) => {
            response.resume();
            resolve(`${response.statusCode} ${String(response.headers["x-scholarlink-version"])}`);
          },
        );
        request.on("timeout", () => request.destroy(new Error("no answer within 5 s")));
        request.on("error", reject);
        request.end();
      }),
    );
  }
  return [...seen];
}

import { nginxGatewayFabric } from "../../../../components/core/sources/nginx-gateway-fabric";
import { app, input } from "../../../support/sources/fixture";
import { nginxGatewayFabric as fixture } from "../../../support/sources/nginx-gateway-fabric";
import { fits } from "../../../support/sources/select";

const name = "nginx_http_upstream_peer_responses_total";

test("selectors() and trackOf() of nginx-gateway-fabric go by the upstream", () => {
  const [selector] = nginxGatewayFabric.selectors(input);
  const labels = fixture.counter("canary", { http: 200 }) as Record<string, string>;
  expect(fits(selector, labels)).toBe(true);
  expect(nginxGatewayFabric.trackOf(labels, app)).toBe("canary");
  const pinned = { ...labels, nginx_upstream_name: "prod_app-stable_80_app_prod_0" };
  expect(nginxGatewayFabric.trackOf(pinned, app)).toBe("stable");
  expect(nginxGatewayFabric.trackOf({}, app)).toBeUndefined();
});

test("meaningOf() and describe() of nginx-gateway-fabric read classes of status", () => {
  expect(nginxGatewayFabric.meaningOf({ __name__: name })).toEqual({ kind: "requests", isTimed: false });
  expect(nginxGatewayFabric.meaningOf({ __name__: "nginx_http_requests_total" })).toBeUndefined();
  expect(nginxGatewayFabric.describe?.({ nginx_status_range: "5xx" })).toEqual({ status_class: "5xx" });
  expect(nginxGatewayFabric.describe?.({})).toEqual({ status_class: "" });
  expect(nginxGatewayFabric.remark?.([])).toContain("a connection that a pod refused is no error here");
});

test.each([
  [[], `there is no ${name}, nor any other counter of nginx`],
  [[name], `${name} is there, but of no upstream of the app's`],
  [
    ["nginx_http_requests_total"],
    `there is no ${name}: found nginx_http_requests_total; nginx Open Source counts no answers by backend, NGINX Plus does: choose the app's own counters (opentelemetry)`,
  ],
])("looks() of nginx-gateway-fabric say which counters there are: %j", (names, expected) => {
  const [counters] = nginxGatewayFabric.looks(input);
  const found = [...names.map((one) => ({ __name__: one })), ...(names.length > 0 ? [{}] : [])];
  expect(counters?.explain(found as Record<string, string>[])).toBe(expected);
});

import { toTrackPorts } from "../../../../../components/core/workload/track-shape";
import { deployment, refuse, service, take } from "./set";

const metrics = { ports: [{ name: "metrics", port: 9090, nodePort: 30_000 }] };

test.each([
  { name: "the app's name", services: [service("a"), service("shop")], want: "shop" },
  { name: "the only one", services: [service("a")], want: "a" },
  {
    name: "the only one with the wanted port",
    services: [service("a"), service("b", metrics)],
    port: "metrics",
    want: "b",
  },
])("the users' Service is found by $name", ({ services, port, want }) => {
  expect(take([deployment(), ...services], port === undefined ? {} : { port }).services.users).toBe(want);
});

test("the users' Service may have the Deployment's name instead of the app's", () => {
  const set = [deployment({}, {}), service("a"), service("shop")];
  expect(take(set, { app: "store" }).services.users).toBe("shop");
});

test.each([
  ["nothing", undefined, "got nothing, and a, b select its pods"],
  ["a port of both", 80, "got 80, and a, b select its pods"],
])("several Services of other names are refused with %s as app.port", (_, port, says) => {
  const problems = refuse([deployment(), service("a"), service("b")], port === undefined ? {} : { port });
  expect(problems).toEqual([expect.stringContaining(says)]);
});

test.each([
  { name: "app.from.service", more: { service: "b" } },
  { name: "traffic.service, by which the user's own route leads to it", more: { routeService: "b" } },
])("the users' Service of several with the same port is named by $name", ({ more }) => {
  const set = [deployment(), service("a"), service("b"), service("shop")];
  expect(take(set, more).services.users).toBe("b");
});

test("a Service that app.from.service names and nobody has is refused", () => {
  expect(refuse([deployment(), service("a"), service("b")], { service: "c" })).toEqual([
    "sluice:app.from.service must name a Service that selects the workload's pods (a, b): got c",
  ]);
  expect(refuse([deployment()], { service: "c" })).toEqual([
    "sluice:app.from.service must name a Service that selects the workload's pods (none does): got c",
  ]);
});

test("requests come to a port of TCP, whatever stands before it", () => {
  const both = [
    { name: "dns", port: 53, protocol: "UDP" },
    { name: "dns-tcp", port: 53, protocol: "TCP" },
    { name: "metrics", port: 9153 },
  ];
  const { services } = take([deployment(), service("shop", { ports: both })]);
  expect(services.userPort).toBe(53);
  expect(toTrackPorts(services, 8080)[0]).toMatchObject({ name: "dns-tcp", port: 8080, targetPort: 53 });
});

test("a Service without a port of TCP is named: no route leads to it", () => {
  const { services, notes } = take([
    deployment(),
    service("shop", { ports: [{ name: "syslog", port: 514, protocol: "UDP" }] }),
  ]);
  expect(services.userPort).toBeUndefined();
  expect(notes).toContain(
    "Service shop has no port of TCP: no route leads to it, and the canary gets no requests by it",
  );
});

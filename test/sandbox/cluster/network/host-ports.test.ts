import type net from "node:net";
import { closeSockets, HOST_SERVICES, openHostSockets } from "../../../../sandbox/cluster/network/host-ports";

const open: net.Server[] = [];
afterEach(() => closeSockets(open.splice(0)));

const openFor = async (name: string) => {
  const sockets = await openHostSockets(name);
  open.push(...sockets.servers);
  return sockets.ports;
};

test("gives a sandbox the same ports every time", async () => {
  const first = await openFor("ports-test");
  await closeSockets(open.splice(0));
  expect(await openFor("ports-test")).toEqual(first);
});

test("gives six ports below the range of outgoing connections, on loopback only", async () => {
  const ports = Object.values(await openFor("ports-test"));
  expect(new Set(ports).size).toBe(HOST_SERVICES.length);
  for (const port of ports) expect(port).toBeLessThan(32_768);
  expect(open.map((server) => (server.address() as net.AddressInfo).address)).toEqual(
    HOST_SERVICES.map(() => "127.0.0.1"),
  );
});

test("takes another block when one of its ports is in use", async () => {
  const preferred = await openFor("ports-test");
  const other = await openFor("ports-test");
  const used = new Set(Object.values(preferred));
  expect(Object.values(other).filter((port) => used.has(port))).toEqual([]);
});

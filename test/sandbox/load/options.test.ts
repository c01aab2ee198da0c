import { planLoad } from "../../../sandbox/load/options";

test.each([
  { url: "http://127.0.0.1:8080", hostname: "127.0.0.1", port: 8080, host: "127.0.0.1:8080" },
  { url: "http://localhost", hostname: "127.0.0.1", port: 80, host: "localhost" },
  { url: "http://[::1]:81", hostname: "::1", port: 81, host: "[::1]:81" },
  { address: "127.8.0.1:90", hostname: "127.8.0.1", port: 90, host: "127.8.0.1:90" },
])("planLoad() takes $url$address", ({ hostname, port, host, ...target }) => {
  expect(planLoad({ ...target, ratePerSecond: 1 })).toMatchObject({ hostname, port, host });
});

test.each([
  { name: "another machine", target: { url: "http://10.0.0.1" }, got: '"10.0.0.1"' },
  { name: "a name", target: { url: "http://app.example.org" }, got: '"app.example.org"' },
  {
    name: "a name that begins like loopback",
    target: { url: "http://127.0.0.1.example.org" },
    got: "loopback",
  },
  { name: "every address", target: { address: "0.0.0.0:80" }, got: '"0.0.0.0"' },
  {
    name: "credentials in front of another machine",
    target: { url: "http://127.0.0.1@10.0.0.1" },
    got: '"10.0.0.1"',
  },
  { name: "https", target: { url: "https://127.0.0.1" }, got: "must be an http URL" },
  { name: "no target", target: {}, got: "got neither" },
  { name: "two targets", target: { url: "http://127.0.0.1", address: "127.0.0.1:80" }, got: "got both" },
])("planLoad() refuses $name", ({ target, got }) => {
  expect(() => planLoad({ ...target, ratePerSecond: 1 })).toThrow(got);
});

test("planLoad() names every number out of bounds at once", () => {
  const options = {
    address: "127.0.0.1:80",
    ratePerSecond: 5001,
    durationSeconds: 3601,
    timeoutMs: 5,
    paths: ["x"],
  };
  expect(() => planLoad(options)).toThrow(
    'Cannot send load to "127.0.0.1": ratePerSecond must be from 0.01 to 5000: got 5001; durationSeconds must be from 0.1 to 3600 s: got 3601; timeoutMs must be from 10 to 60000 ms: got 5; paths must be a list of paths that start with "/": got ["x"]',
  );
  expect(() => planLoad({ address: "127.0.0.1:80", ratePerSecond: Number.NaN })).toThrow("ratePerSecond");
});

import { readOwners } from "../../../components/prometheus/read-owners";

const pod = (track: string | undefined, ip: string | undefined, startTime?: string) => ({
  metadata: {
    ...(track === undefined ? {} : { labels: { "sluice.dev/track": track } }),
    creationTimestamp: "2026-11-29T07:00:00Z",
  },
  ...(ip === undefined
    ? {}
    : { status: { podIPs: [{ ip }], ...(startTime === undefined ? {} : { startTime }) } }),
});

test("readOwners() lists the pods of both tracks by address, and remembers those that are gone", async () => {
  const asked: string[] = [];
  let items: unknown[] = [
    pod("stable", "10.0.0.1"),
    pod("canary", "10.0.0.2", "2026-11-29T07:00:05Z"),
    pod("canary", undefined),
    pod(undefined, "10.0.0.3"),
  ];
  const cluster = {
    call: <T>(_: string, path: string) => {
      asked.push(path);
      return Promise.resolve({ items } as T);
    },
  };
  const app = { namespace: "prod", app: "owned" };
  const began = Date.parse("2026-11-29T07:00:00Z") / 1000;
  const seenSeconds = expect.any(Number) as number;
  const both = [
    { address: "10.0.0.1", track: "stable", fromSeconds: began, seenSeconds },
    { address: "10.0.0.2", track: "canary", fromSeconds: began + 5, seenSeconds },
  ];
  expect(await readOwners(cluster, app)).toEqual(both);
  expect(asked).toEqual([
    "/api/v1/namespaces/prod/pods?labelSelector=app.kubernetes.io%2Fname%3Downed%2Csluice.dev%2Ftrack",
  ]);
  items = [pod("stable", "10.0.0.1")];
  expect(await readOwners(cluster, app)).toEqual(expect.arrayContaining(both));
});

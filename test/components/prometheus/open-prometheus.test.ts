import { ApiError } from "../../../components/cluster/api-error";
import { openPrometheus } from "../../../components/prometheus/open-prometheus";
import { matrix, startFakePrometheus } from "../../support/fake-prometheus";

const noCluster = { raw: () => Promise.reject(new Error("not asked")) };
const analysis = { prometheus: "service://monitoring/prometheus:9090", requestTimeoutSeconds: 2 };

test("openPrometheus() goes through the API server's proxy", async () => {
  const paths: string[] = [];
  const cluster = {
    raw: (method: string, path: string) => {
      paths.push(`${method} ${path}`);
      return Promise.resolve({ status: 200, body: matrix() });
    },
  };
  const prometheus = openPrometheus(cluster, analysis);
  expect(await prometheus.queryRaw("up[1s]", 5, new AbortController().signal)).toEqual({
    ok: true,
    value: [],
  });
  expect(paths).toEqual([
    "GET /api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=up%5B1s%5D&time=5.000&timeout=2000ms",
  ]);
});

test("openPrometheus() reads a proxied answer's size and time-out", async () => {
  const limits: unknown[] = [];
  const huge = {
    raw: (_method: string, _path: string, options?: { maxBytes?: number }) => {
      limits.push(options?.maxBytes);
      return Promise.reject(new ApiError(413, "TooLarge", "answer must be at most 33554432 bytes"));
    },
  };
  expect(await openPrometheus(huge, analysis).queryRaw("up[1s]", 5)).toMatchObject({
    error: { code: "too-large" },
  });
  expect(limits).toEqual([33_554_432]);
  const cause = Object.assign(new Error("no answer within 2 s"), { name: "TimeoutError" });
  const slow = { raw: () => Promise.reject(new Error("cluster does not answer", { cause })) };
  expect(await openPrometheus(slow, analysis).time()).toMatchObject({ error: { code: "timeout" } });
});

test("openPrometheus() sends the token of the named variable to a direct address", async () => {
  const fake = await startFakePrometheus((response) => void response.end(matrix()));
  const direct = { ...analysis, prometheus: `${fake.url}/`, tokenFrom: "PROM_TOKEN" };
  const answer = await openPrometheus(noCluster, direct, { PROM_TOKEN: "t0ken" }).queryRaw("up[1s]", 5);
  await fake.close();
  expect(answer).toEqual({ ok: true, value: [] });
  expect(fake.asked[0]?.authorization).toBe("Bearer t0ken");
});

test("openPrometheus() sends no token where none is named", async () => {
  const fake = await startFakePrometheus((response) => void response.end(matrix()));
  await openPrometheus(noCluster, { ...analysis, prometheus: fake.url }).queryRaw("up[1s]", 5);
  await fake.close();
  expect(fake.asked[0]?.authorization).toBeUndefined();
});

test("openPrometheus() refuses a variable that is not set", () => {
  const direct = { ...analysis, prometheus: "https://prometheus.example.org", tokenFrom: "PROM_TOKEN" };
  expect(() => openPrometheus(noCluster, direct, {})).toThrow(
    'Cannot ask Prometheus at "https://prometheus.example.org": environment variable PROM_TOKEN (sluice:analysis.tokenFrom) must contain a bearer token: got nothing',
  );
});

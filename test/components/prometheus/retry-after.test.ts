import type { ServerResponse } from "node:http";
import { createPrometheus } from "../../../components/prometheus/client";
import { directTransport } from "../../../components/prometheus/direct-transport";
import { matrix, startFakePrometheus } from "../../support/fake-prometheus";

/** Answers 429 once, then as it should. */
async function askBusy(seconds: number) {
  const fake = await startFakePrometheus((response: ServerResponse, before) => {
    if (before === 0) response.writeHead(429, { "retry-after": String(seconds) }).end();
    else response.end(matrix());
  });
  const client = createPrometheus({ transport: directTransport(fake.url), timeoutSeconds: 5 });
  const start = performance.now();
  const answer = await client.queryRaw("up[60s]", 5);
  await fake.close();
  return { answer, asked: fake.asked.length, ms: performance.now() - start };
}

test("queryRaw() waits as long as the server wants", async () => {
  const { answer, asked, ms } = await askBusy(1);
  expect({ answer, asked }).toEqual({ answer: { ok: true, value: [] }, asked: 2 });
  expect(ms).toBeGreaterThan(950);
});

test("queryRaw() waits no longer than its own time", async () => {
  const { answer, asked } = await askBusy(60);
  expect(answer).toMatchObject({ error: { code: "http", message: "HTTP 429" } });
  expect(asked).toBe(1);
});

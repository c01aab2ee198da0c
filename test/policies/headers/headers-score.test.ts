import { headersScore } from "../../../policies/headers/headers-score";
import { messagesOf, runPolicy } from "../pack/run-policy";
import { goodHeaders, httpRoute, ruleWith, without } from "./routes";

test("a route with every header reaches its score", async () => {
  expect(await runPolicy(headersScore, httpRoute(ruleWith(goodHeaders)))).toEqual([]);
});

test("a low score says what would bring points, the most first, and each grave item by itself", async () => {
  const messages = await messagesOf(headersScore, httpRoute(ruleWith({})));
  expect(messages[0]).toMatch(
    /response headers must score at least 90: got 30 \(D\)\n  → send Content-Security-Policy/,
  );
  expect(messages.slice(1)).toEqual([
    expect.stringContaining("lose fewer than 20 points by content-security-policy: got -25 (missing)"),
    expect.stringContaining("lose fewer than 20 points by strict-transport-security: got -20 (missing)"),
    expect.stringContaining("lose fewer than 20 points by x-frame-options: got -20 (missing)"),
  ]);
});

test("a score between both limits advises, one below the limit blocks", async () => {
  const names = ["Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"];
  const weak = {
    ...without(...names),
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; style-src 'unsafe-inline'",
  };
  const route = httpRoute(
    ruleWith({ ...weak, "X-Frame-Options": "allow-from x", "X-Content-Type-Options": "no" }),
  );
  const [advice, ...more] = await runPolicy(headersScore, route);
  expect(more).toEqual([]);
  expect(advice).toMatchObject({ enforcementLevel: "advisory" });
  expect(advice?.message).toContain("must score at least 100: got 95 (A)");
  const [blocked] = await runPolicy(headersScore, route, { minScore: 96 });
  expect(blocked).not.toHaveProperty("enforcementLevel");
});

test("leaks are taken off", async () => {
  const owned = [{ route: "*", headers: { "X-Generator": "x" } }];
  const messages = await messagesOf(headersScore, httpRoute(ruleWith(goodHeaders)), {
    owned,
    minScore: 140,
    warnBelow: 140,
  });
  expect(messages).toEqual([
    expect.stringMatching(/at least 140: got 135 \(A\+\)\n\s*→ .*remove x-generator/),
  ]);
});

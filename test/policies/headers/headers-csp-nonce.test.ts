import { headersCspNonce } from "../../../policies/headers/headers-csp-nonce";
import { messagesOf } from "../pack/run-policy";
import { httpRoute, ruleWith } from "./routes";

const csp = (value: string) => ({ "Content-Security-Policy": value });
const own = (value: string) => ({ owned: [{ route: "*", headers: csp(value) }] });

test("a nonce that is written down on a route is a violation, with the nonce and its place", async () => {
  const messages = await messagesOf(
    headersCspNonce,
    httpRoute(ruleWith(csp("script-src 'nonce-r4nd0m' 'self'"))),
  );
  expect(messages).toEqual([
    "Cannot deploy \"HTTPRoute prod/shop\": spec.rules[0].filters[0].responseHeaderModifier.set[0] must not have a nonce that is written down: got 'nonce-r4nd0m'\n  → let the application send this header, with a nonce of its own per response",
  ]);
});

test("a placeholder on a route is one as well, since a router makes no nonce", async () => {
  const messages = await messagesOf(headersCspNonce, httpRoute(ruleWith(csp("script-src 'nonce-{random}'"))));
  expect(messages).toEqual([expect.stringContaining("must not promise a nonce, since a router makes none")]);
});

test("the application's own nonce is fine as a placeholder and not as a text", async () => {
  const route = httpRoute({ backendRefs: [] });
  expect(await messagesOf(headersCspNonce, route, own("script-src 'nonce-{random}'"))).toEqual([]);
  expect(await messagesOf(headersCspNonce, route, own("script-src 'nonce-abc'"))).toEqual([
    expect.stringContaining("declare it as 'nonce-{random}'"),
  ]);
});

test("a route that replaces the application's policy takes its nonces away", async () => {
  const route = httpRoute(ruleWith(csp("default-src 'none'")));
  expect(await messagesOf(headersCspNonce, route, own("script-src 'nonce-{random}'"))).toEqual([
    expect.stringContaining("must not replace the application's policy"),
  ]);
  expect(await messagesOf(headersCspNonce, route, own("script-src 'self'"))).toEqual([]);
});

test("hashes are not nonces", async () => {
  expect(await messagesOf(headersCspNonce, httpRoute(ruleWith(csp("script-src 'sha256-AAAA'"))))).toEqual([]);
});

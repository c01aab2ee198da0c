import { parseDiscovery, parseTokens, toCredentials } from "../../../../components/core/access/oidc";

const token = (claims: string): string =>
  `e30.${btoa(claims).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.s`;

test.each([
  ["its end", token('{"exp":1795687200,"name":"a?>~"}'), 1_795_687_200],
  ["no end", token("{}"), 0],
  ["no claims", token("hello"), 0],
  ["no token", "hello", 0],
  ["no base64", "a.ß.c", 0],
])("toCredentials() reads an ID token: %s", (_name, idToken, expiresAtSeconds) => {
  expect(toCredentials(idToken)).toEqual({ token: idToken, expiresAtSeconds });
});

test("parseDiscovery() reads where tokens are exchanged, which must be safe from listeners", () => {
  const endpoint = "https://issuer.example/token";
  expect(parseDiscovery(JSON.stringify({ token_endpoint: endpoint }))).toEqual({ ok: true, value: endpoint });
  expect(parseDiscovery("<html>")).toEqual({
    ok: false,
    problem: "the issuer must name a token_endpoint: got none",
  });
  expect(parseDiscovery('{"token_endpoint":"http://issuer.example/token"}')).toEqual({
    ok: false,
    problem: "the issuer's token_endpoint must be https: got http://issuer.example/token",
  });
});

test("parseTokens() reads new tokens and quotes nothing of them", () => {
  expect(parseTokens('{"id_token":"i","refresh_token":"r"}')).toEqual({
    ok: true,
    value: { idToken: "i", refreshToken: "r" },
  });
  expect(parseTokens('{"id_token":"i"}')).toEqual({ ok: true, value: { idToken: "i" } });
  expect(parseTokens('{"error":"invalid_grant","access_token":"hidden"}')).toEqual({
    ok: false,
    problem: "the issuer must give an id_token: got invalid_grant",
  });
  expect(parseTokens("[]")).toEqual({ ok: false, problem: "the issuer must give an id_token: got none" });
});

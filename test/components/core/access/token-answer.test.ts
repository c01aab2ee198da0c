import { parseSigningKeys, parseToken } from "../../../../components/core/access/token-answer";

const now = 1_000_000;

test.each([
  ["a token alone", "ya29.token\n", { token: "ya29.token" }],
  [
    "gcloud config config-helper",
    '{"credential":{"access_token":"g","token_expiry":"2026-11-26T10:00:00Z"}}',
    { token: "g", expiresAtSeconds: 1_795_687_200 },
  ],
  [
    "az account get-access-token, whose expiresOn has no time zone",
    '{"accessToken":"a","expiresOn":"2026-11-26 10:00:00.000000","expires_on":1795687200}',
    { token: "a", expiresAtSeconds: 1_795_687_200 },
  ],
  ["an older az", '{"accessToken":"a","expiresOn":"2026-11-26 10:00:00.000000"}', { token: "a" }],
  ["OAuth 2.0", '{"access_token":"o","expires_in":3600}', { token: "o", expiresAtSeconds: now + 3600 }],
  ["a span that is none", '{"access_token":"o","expires_in":"soon"}', { token: "o" }],
  [
    "a credential plugin",
    '{"status":{"token":"k","expirationTimestamp":"2026-11-26T12:00:00+02:00"}}',
    { token: "k", expiresAtSeconds: 1_795_687_200 },
  ],
  ["an end that is no moment", '{"token":"k","expiry":"neverZ"}', { token: "k" }],
])("parseToken() reads %s", (_name, text, value) => {
  expect(parseToken(text, now)).toEqual({ ok: true, value });
});

test.each([
  ["nothing", "", "must give a token on one line, or JSON with one"],
  ["several lines", "one\ntwo", "must give a token on one line, or JSON with one"],
  ["nothing, as jq says it", "null\n", "must give a token on one line, or JSON with one"],
  ["a page of a proxy", "<html>", "must give a token on one line, or JSON with one"],
  [
    "a token of two lines",
    '{"access_token":"one\\nHost: other","expires_in":60}',
    "must give a token that a header can carry",
  ],
  ["JSON without a token", '{"secret":"hidden"}', "must give a token: got JSON without one"],
  ["an error", '{"error":"invalid_client","hint":"hidden"}', "must give a token: got invalid_client"],
])("parseToken() refuses %s and quotes nothing", (_name, text, problem) => {
  expect(parseToken(text, now)).toEqual({ ok: false, problem });
});

test("parseSigningKeys() reads the keys of AWS", () => {
  const keys = { AccessKeyId: "A", SecretAccessKey: "S" };
  expect(parseSigningKeys(JSON.stringify(keys))).toEqual({
    ok: true,
    value: { accessKeyId: "A", secretAccessKey: "S" },
  });
  const session = { ...keys, SessionToken: "T", Expiration: "2026-11-26T10:00:00+00:00" };
  expect(parseSigningKeys(JSON.stringify(session))).toEqual({
    ok: true,
    value: { accessKeyId: "A", secretAccessKey: "S", sessionToken: "T", expiresAtSeconds: 1_795_687_200 },
  });
});

test.each(["", "[]", "7", '{"AccessKeyId":"hidden"}', '{"SecretAccessKey":"hidden"}'])(
  "parseSigningKeys() refuses %j and quotes nothing",
  (text) => {
    const problem = "must give JSON with AccessKeyId and SecretAccessKey";
    expect(parseSigningKeys(text)).toEqual({ ok: false, problem });
  },
);

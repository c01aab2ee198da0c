import { hideSecrets } from "../../../../components/core/report/hide-secrets";
import { listLiterals, spellSecret } from "../../../../components/core/report/secret-values";

test.each([
  ["a value that is known", "cannot log in with MARKER-1 now", "cannot log in with … now"],
  ["the longer of two known values", "MARKER-1-long", "…"],
  ["a name that says so", "DB_PASSWORD=x9 level=info", "DB_PASSWORD=… level=info"],
  ["the same in JSON", '{"apiKey":"x9","level":"info"}', '{"apiKey":"…","level":"info"}'],
  ["the user of an address", "postgres://app:x9@db:5432/shop", "postgres://…@db:5432/shop"],
  ["a header", "header was Bearer abc.def", "header was Bearer …"],
  ["a token of JSON", "got eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "got …"],
  ["a key of a cloud", "key AKIAABCDEFGHIJKLMNOP is old", "key … is old"],
  ["a token of a forge", "ghp_0123456789abcdef", "…"],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----", "…"],
  ["a long random text", `seed ${"a1".repeat(20)}`, "seed …"],
])("hideSecrets() hides %s", (_, line, expected) => {
  expect(hideSecrets(line, ["MARKER-1", "MARKER-1-long"])).toBe(expected);
});

test.each([
  `image shop@sha256:${"a".repeat(64)} pulled`,
  "GET /orders/4711 200 in 12 ms",
  "connect ECONNREFUSED 10.0.0.1:5432",
])("hideSecrets() leaves what explains a failure: %s", (line) => {
  expect(hideSecrets(line, ["", "200"])).toBe(line);
});

test("listLiterals() lists the values written into containers, but for short ones", () => {
  const env = [{ name: "A", value: "MARKER-LITERAL" }, { name: "B", value: "info" }, { name: "C" }];
  const template = { spec: { containers: [{ env }], initContainers: [{ env: [{ value: "MARKER-INIT" }] }] } };
  expect(listLiterals(template)).toEqual(["MARKER-LITERAL", "MARKER-INIT"]);
});

test("spellSecret() spells a value in the forms in which it may be printed", () => {
  expect(spellSecret("user: a\nkey: b\n")).toEqual([
    "user: a\nkey: b\n",
    "user: a\nkey: b",
    "user: a",
    "key: b",
  ]);
  expect(spellSecret("")).toEqual([]);
});

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
  ["a long text of base64", `key ${"aB3/+x".repeat(8)}==.`, "key …."],
])("hideSecrets() hides %s", (_, line, expected) => {
  expect(hideSecrets(line, ["MARKER-1", "MARKER-1-long"])).toBe(expected);
});

test.each([
  `image shop@sha256:${"a".repeat(64)} pulled`,
  "GET /orders/4711 200 in 12 ms",
  "connect ECONNREFUSED 10.0.0.1:5432",
  "GET /apis/apps/v1/namespaces/checkout/deployments answered 403",
])("hideSecrets() leaves what explains a failure: %s", (line) => {
  expect(hideSecrets(line, ["", "200"])).toBe(line);
});

test("listLiterals() lists the values written into containers, but for short ones without a name that tells", () => {
  const env = [
    { name: "A", value: "MARKER-LITERAL" },
    { name: "B", value: "info" },
    { name: "C" },
    { name: "DB_PASSWORD", value: "hunter2" },
    { name: "TOKEN_TTL", value: "3600" },
    { name: "URL", value: "postgres://app:p%40ss@db/shop" },
  ];
  const args = ["--api-key=k-1", "--level=info", "redis://:r-1@cache", 7];
  const template = {
    spec: {
      containers: [{ env, args, command: ["serve", "password=s-1"] }],
      initContainers: [{ env: [{ value: "MARKER-INIT" }, { value: "no" }] }],
    },
  };
  const found = listLiterals(template);
  for (const value of ["MARKER-LITERAL", "MARKER-INIT", "hunter2", "p%40ss", "p@ss", "k-1", "r-1", "s-1"])
    expect(found).toContain(value);
  for (const value of ["info", "3600", "serve", "app"]) expect(found).not.toContain(value);
});

test("spellSecret() spells a value in the forms in which it may be printed", () => {
  const forms = spellSecret("user: a\nkey: b\n");
  expect(forms).toEqual(
    expect.arrayContaining(["user: a\nkey: b\n", "user: a\nkey: b", "user: a", "key: b"]),
  );
  expect(forms).toEqual(expect.arrayContaining(["user%3A%20a", "user: a\\nkey: b", "dXNlcjogYQ"]));
  const address = spellSecret("postgres://app:p%40ss%22w@db:5432/shop?sslmode=disable");
  expect(address).toEqual(expect.arrayContaining(["p%40ss%22w", 'p@ss"w', String.raw`p@ss\"w`]));
  expect(spellSecret("redis://:100%@cache")).toContain("100%");
  expect(spellSecret("")).toEqual([]);
});

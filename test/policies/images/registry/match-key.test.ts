import { matchKeys } from "../../../../policies/images/registry/match-key";

const acme = { registry: "quay.io", repository: "acme/shop" };

test.each([
  [
    "the longest path first, whatever the order",
    ["quay.io", "quay.io/acme", "quay.io/acme/shop"],
    ["quay.io/acme/shop", "quay.io/acme", "quay.io"],
  ],
  ["no other repository", ["quay.io/other", "quay.io/acme/other"], []],
  ["no repository that only begins alike", ["quay.io/acm", "quay.io/acme/sho"], []],
  ["no other host", ["quay.io.evil", "evil-quay.io", "quay.io:444"], []],
  [
    "a scheme, a slash, the usual port",
    ["https://quay.io/", "quay.io:443/acme"],
    ["quay.io:443/acme", "https://quay.io/"],
  ],
  ["an address of the API for the host", ["https://quay.io/v2/"], ["https://quay.io/v2/"]],
])("matchKeys() gives %s", (_name, keys, expected) => {
  expect(matchKeys(keys, acme)).toEqual(expected);
});

test.each([
  ["one label", "*.dkr.ecr.eu-west-1.amazonaws.com", true],
  ["a part of a label", "12*.dkr.ecr.eu-west-?.amazonaws.com", true],
  ["several labels", "*.amazonaws.com", false],
  ["another region", "*.dkr.ecr.us-east-1.amazonaws.com", false],
  ["a dot, which is no sign", "*xdkr.ecr.eu-west-1.amazonaws.com", false],
])("matchKeys() takes a star for %s: %s", (_name, key, expected) => {
  const wanted = { registry: "123.dkr.ecr.eu-west-1.amazonaws.com", repository: "shop" };
  expect(matchKeys([key], wanted)).toEqual(expected ? [key] : []);
});

test("matchKeys() prefers a host to a pattern, and knows Docker Hub's names", () => {
  const wanted = { registry: "r.example.org", repository: "shop" };
  expect(matchKeys(["*.example.org", "r.example.org"], wanted)).toEqual(["r.example.org", "*.example.org"]);
  const hub = { registry: "docker.io", repository: "library/nginx" };
  expect(matchKeys(["https://index.docker.io/v1/", "docker.io/library"], hub)).toEqual([
    "docker.io/library",
    "https://index.docker.io/v1/",
  ]);
});

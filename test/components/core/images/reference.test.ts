import fc from "fast-check";
import { parseReference, repositoryName } from "../../../../components/core/images/reference";

const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["nginx", { registry: "docker.io", repository: "library/nginx" }],
  ["nginx:1.29", { registry: "docker.io", repository: "library/nginx", tag: "1.29" }],
  ["acme/shop", { registry: "docker.io", repository: "acme/shop" }],
  ["index.docker.io/nginx", { registry: "docker.io", repository: "library/nginx" }],
  ["registry-1.docker.io/acme/shop", { registry: "docker.io", repository: "acme/shop" }],
  ["ghcr.io/acme/shop:v1", { registry: "ghcr.io", repository: "acme/shop", tag: "v1" }],
  ["localhost/app", { registry: "localhost", repository: "app" }],
  ["localhost:5000/app", { registry: "localhost:5000", repository: "app" }],
  ["[::1]:5000/app:v1", { registry: "[::1]:5000", repository: "app", tag: "v1" }],
  ["GHCR.IO/acme/shop", { registry: "ghcr.io", repository: "acme/shop" }],
  [`ghcr.io/acme/shop:v1@${digest}`, { registry: "ghcr.io", repository: "acme/shop", tag: "v1", digest }],
])("parseReference() reads %s", (text, expected) => {
  expect(parseReference(text)).toEqual(expected);
});

test.each([
  ["", "the repository must be"],
  ["ghcr.io/", "the repository must be"],
  ["ghcr.io/Acme", "the repository must be"],
  ["ghcr.io/acme/../shop", "the repository must be"],
  ["ghcr.io/acme:", "the tag must be"],
  ["ghcr.io/acme@sha256:abc", "the digest must be"],
  [`ghcr.io/acme@sha512:${"a".repeat(128)}`, "the digest must be"],
  ["evil.example.org#/acme", "the registry must be"],
  ["user:password@ghcr.io/acme", "the digest must be"],
])("parseReference() refuses %j", (text, reason) => {
  expect(() => parseReference(text)).toThrow(reason);
});

test("parseReference() never lets a text reach another host or path than it names", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        const { registry, repository } = parseReference(text);
        const url = new URL(`https://${registry}/v2/${repository}/tags/list`);
        expect([url.pathname, url.username, url.search, url.hash]).toEqual([
          `/v2/${repository}/tags/list`,
          "",
          "",
          "",
        ]);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});

test("repositoryName() leaves tag and digest out", () => {
  expect(repositoryName(parseReference(`nginx:1@${digest}`))).toBe("docker.io/library/nginx");
});

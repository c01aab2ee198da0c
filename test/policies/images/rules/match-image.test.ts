import { globFault, matchesImage } from "../../../../policies/images/rules/match-image";
import { parseReference } from "../../../../components/core/images/reference";

const matches = (glob: string, image: string, ...exclude: string[]): boolean =>
  matchesImage({ glob, exclude }, parseReference(image));

test.each([
  ["ghcr.io/acme/**", "ghcr.io:443/acme/x", true],
  ["ghcr.io:443/acme/**", "ghcr.io/acme/x", true],
  ["ghcr.io:443/acme/**", "ghcr.io:443/acme/x", true],
  ["ghcr.io/acme/**", "GHCR.io:0443/acme/x", true],
  ["ghcr.io/acme/**", "ghcr.io:8443/acme/x", false],
  ["ghcr.io/acme/**", "ghcr.io.evil.example/acme/x", false],
  ["nginx", "docker.io:443/library/nginx", true],
  ["acme/*", "index.docker.io:443/acme/x", true],
  ["index.docker.io/acme/*", "acme/x", true],
  ["registry-1.docker.io/acme/*", "docker.io/acme/x", true],
  ["reg.local/acme/*", "reg.local:80/acme/x", true],
  ["localhost:443/x", "localhost:443/x", true],
  ["localhost/x", "localhost:443/x", false],
  ["**", "ghcr.io:443/acme/x", true],
  ["*.io/acme/x", "ghcr.io:443/acme/x", true],
])("%s means %s: %s", (glob, image, expected) => {
  expect(matches(glob, image)).toBe(expected);
});

test.each([
  ["ghcr.io/acme/dev/tool", true],
  ["ghcr.io:443/acme/dev/tool", true],
  ["ghcr.io/acme/tool", false],
  ["ghcr.io/acme/device/tool", false],
])("an exclusion takes %s out: %s", (image, isOut) => {
  expect(matches("ghcr.io/acme/**", image, "ghcr.io/acme/dev/**")).toBe(!isOut);
});

test.each([
  ["ghcr.io/acme/shop:*", /without tag/],
  ["ghcr.io/acme/shop@sha256:*", /without tag/],
  ["nginx:1.29", /without tag/],
  ["https://ghcr.io/acme/**", /without https/],
  ["ghcr.io/Acme/**", /small letters/],
  ["ghcr.io/acme/** ", /without tag/],
])("%s can match no image", (glob, fault) => {
  expect(globFault(glob)).toMatch(fault);
});

test.each(["**", "*", "nginx", "GHCR.io/acme/**", "localhost:5000/**", "*:5000/acme/*", "[::1]:5000/**"])(
  "%s may match images",
  (glob) => {
    expect(globFault(glob)).toBeUndefined();
  },
);

import { parseChallenge } from "../../../../policies/images/registry/challenge";

test.each([
  [undefined, undefined],
  ["", undefined],
  ["Negotiate", undefined],
  ['Basic realm="x"', { scheme: "basic" }],
  ['Bearer service="x"', undefined],
  [
    'Bearer realm="https://auth.example.org/token",service="registry",scope="repository:a/b:pull,push"',
    {
      scheme: "bearer",
      realm: "https://auth.example.org/token",
      service: "registry",
      scope: "repository:a/b:pull,push",
    },
  ],
  [
    "bearer realm=https://auth.example.org/token",
    { scheme: "bearer", realm: "https://auth.example.org/token" },
  ],
  ['Negotiate, Basic realm="x"', { scheme: "basic" }],
])("parseChallenge(%j)", (header, expected) => {
  expect(parseChallenge(header)).toEqual(expected);
});

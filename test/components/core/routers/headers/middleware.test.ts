import { readMiddleware } from "../../../../../components/core/routers/headers/middleware";

const changes = (headers: unknown) =>
  readMiddleware({ headers }, "m").map(({ op, name, value }) => [op, name, value].join(" "));

describe("readMiddleware()", () => {
  test.each<[unknown, readonly string[]]>([
    [undefined, []],
    [{ frameDeny: true }, ["set x-frame-options DENY"]],
    [{ frameDeny: false }, []],
    [{ customFrameOptionsValue: "SAMEORIGIN" }, ["set x-frame-options SAMEORIGIN"]],
    [{ contentTypeNosniff: true }, ["set x-content-type-options nosniff"]],
    [{ browserXssFilter: true }, ["set x-xss-protection 1; mode=block"]],
    [{ customBrowserXSSValue: "0" }, ["set x-xss-protection 0"]],
    [{ contentSecurityPolicy: "default-src 'self'" }, ["set content-security-policy default-src 'self'"]],
    [{ contentSecurityPolicyReportOnly: "a" }, ["set content-security-policy-report-only a"]],
    [{ referrerPolicy: "no-referrer" }, ["set referrer-policy no-referrer"]],
    [{ permissionsPolicy: "camera=()" }, ["set permissions-policy camera=()"]],
    [{ stsSeconds: 0 }, []],
    [{ stsSeconds: 60 }, ["set strict-transport-security max-age=60"]],
    [
      { stsSeconds: 60, stsIncludeSubdomains: true, stsPreload: true },
      ["set strict-transport-security max-age=60; includeSubDomains; preload"],
    ],
    [{ customResponseHeaders: { Server: "", "X-A": "b" } }, ["remove server ", "set x-a b"]],
  ])("reads %j", (headers, expected) => {
    expect(changes(headers)).toEqual(expected);
  });
});

import fc from "fast-check";
import { renderNginx } from "../../../../components/core/edge/render-nginx";
import { renderRules } from "../../../../components/core/edge/render-rules";
import { demandPlain } from "../../../../components/core/edge/waf";
import type { WafSpec } from "../../../../components/core/edge/waf";
import { wafSpec } from "../../../support/waf-spec";

const exclusion = { rule: 942100, owner: "shop", expires: "2030-01-01" };

test.each<[string, Partial<WafSpec>, readonly string[]]>([
  ["block", {}, ["SecRuleEngine On", "deny,status:422"]],
  ["detect", { mode: "detect" }, ["SecRuleEngine DetectionOnly"]],
  ["open", { onFailure: "open" }, ['"id:10013,phase:2,pass,']],
  [
    "levels",
    { paranoia: { block: 2, detect: 3 } },
    ["blocking_paranoia_level=2'", "detection_paranoia_level=3'"],
  ],
  [
    "methods",
    { methods: ["GET", "PUT"] },
    ['REQUEST_METHOD "!@rx ^(?:GET|PUT)$"', "tx.allowed_methods=GET PUT'"],
  ],
  [
    "types",
    { contentTypes: ["application/ld+json"] },
    ["(?i:application/ld\\+json)", "tx.allowed_request_content_type=|application/ld+json|'"],
  ],
  [
    "an exclusion everywhere",
    { exclusions: [exclusion] },
    [',ctl:ruleRemoveById=942100"', 'SecAction "id:12000,'],
  ],
  [
    "exclusions of a path",
    {
      exclusions: [
        { ...exclusion, path: "/a" },
        { ...exclusion, path: "/b/*", target: "ARGS:q" },
      ],
    },
    [
      'REQUEST_FILENAME "@streq /a" "id:12000,',
      'REQUEST_FILENAME "@beginsWith /b/" "id:12001,',
      'ctl:ruleRemoveTargetById=942100;ARGS:q"',
    ],
  ],
  [
    "monitoring",
    { monitoring: [{ paths: ["/m", "/n"], from: ["10.0.0.0/8", "fd00::/8"] }] },
    ['REMOTE_ADDR "@ipMatch 10.0.0.0/8,fd00::/8" "id:11000,', '"@streq /n" "t:none,ctl:ruleEngine=Off"'],
  ],
])("the rules say %s", (_name, parts, texts) => {
  const text = renderRules(wafSpec(parts));
  for (const one of texts) expect(text).toContain(one);
});

test("an exclusion comes before the rules, and monitoring before everything that can refuse", () => {
  const text = renderRules(
    wafSpec({ exclusions: [exclusion], monitoring: [{ paths: ["/m"], from: ["10.0.0.1"] }] }),
  );
  const at = ["id:11000,", "deny,", "id:12000,", "Include "].map((one) => text.indexOf(one));
  expect(at).toEqual(at.toSorted((a, b) => a - b));
  expect(at[0]).toBeGreaterThan(0);
});

test.each<[string, Partial<WafSpec>, readonly string[], readonly string[]]>([
  ["block", {}, ["client_max_body_size 1048576;"], ["real_ip_header", "set_real_ip_from"]],
  ["detect", { mode: "detect" }, ["client_max_body_size 0;"], []],
  [
    "trusted proxies",
    { trustedProxies: ["10.0.0.0/8"] },
    ["set_real_ip_from 10.0.0.0/8;", "real_ip_header X-Forwarded-For;", "real_ip_recursive on;"],
    [],
  ],
  ["no rate limit", {}, [], ["limit_req_zone", "limit_req "]],
  [
    "a rate limit",
    { rateLimit: { perSecond: 50, burst: 20 } },
    [
      "limit_req_zone $binary_remote_addr zone=clients:10m rate=50r/s;",
      "limit_req_status 429;",
      "    limit_req zone=clients burst=20 nodelay;",
    ],
    ["limit_req_dry_run"],
  ],
  [
    "a rate limit that is only counted",
    { mode: "detect", rateLimit: { perSecond: 50, burst: 0 } },
    ["limit_req_dry_run on;"],
    [],
  ],
  [
    "monitors that no limit counts",
    {
      rateLimit: { perSecond: 50, burst: 0 },
      monitoring: [
        { paths: ["/m", "/n"], from: ["10.0.0.0/8", "fd00::/8"] },
        { paths: ["/o"], from: ["192.0.2.7"] },
      ],
    },
    [
      "geo $waf_from0 { default 0; 10.0.0.0/8 1; fd00::/8 1; }",
      'map "$waf_from0 $uri" $waf_client0 { default $binary_remote_addr; "1 /m" ""; "1 /n" ""; }',
      'map "$waf_from1 $uri" $waf_client1 { default $waf_client0; "1 /o" ""; }',
      "limit_req_zone $waf_client1 zone",
    ],
    [],
  ],
])("nginx's configuration has what %s needs", (_name, parts, texts, never) => {
  const text = renderNginx(wafSpec(parts), 8080);
  for (const one of ["server 127.0.0.1:8080 max_fails=0;", ...texts]) expect(text).toContain(one);
  for (const one of never) expect(text).not.toContain(one);
});

test("no text of the model can mean anything in a configuration: it is there as it is, or refused", () => {
  const plain = /^[\w./:~@+*-]*$/;
  const usual = renderRules(wafSpec({ exclusions: [{ ...exclusion, path: "/", target: "ARGS:x" }] }));
  const count = (text: string): number => text.split("\n").length;
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "grapheme" }), fc.stringMatching(/^[\w./:~@+*"';%{}\n ,-]*$/)),
      (text) => {
        for (const parts of [
          { exclusions: [{ ...exclusion, path: text, target: "ARGS:x" }] },
          { exclusions: [{ ...exclusion, path: "/", target: text }] },
          { methods: [text] },
          { contentTypes: [text] },
          { monitoring: [{ paths: [text], from: ["10.0.0.1"] }] },
          { monitoring: [{ paths: ["/"], from: [text] }] },
        ] satisfies Partial<WafSpec>[]) {
          const render = () => renderRules(wafSpec(parts));
          if (!plain.test(text)) expect(render).toThrow("Cannot render");
          else if ("exclusions" in parts) expect(count(render())).toBe(count(usual));
        }
        const rateLimit = { perSecond: 1, burst: 0 };
        for (const parts of [
          { trustedProxies: [text] },
          { rateLimit, monitoring: [{ paths: [text], from: ["10.0.0.1"] }] },
          { rateLimit, monitoring: [{ paths: ["/"], from: [text] }] },
        ] satisfies Partial<WafSpec>[])
          if (!plain.test(text)) expect(() => renderNginx(wafSpec(parts), 1)).toThrow("Cannot render");
      },
    ),
  );
});

test("demandPlain hands a plain text on", () =>
  expect(demandPlain("/a~b:c@d+e*f-g_h.i")).toBe("/a~b:c@d+e*f-g_h.i"));

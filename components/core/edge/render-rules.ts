import { demandPlain, wafFiles } from "./waf";
import type { WafExclusion, WafSpec } from "./waf";

/** Numbers of Sluice's own rules; the exporter knows those that refuse. */
const own = {
  setup: 10_000,
  method: 10_010,
  contentType: 10_011,
  bodyLimit: 10_012,
  unreadable: 10_013,
  multipart: 10_014,
  engine: 10_015,
  monitoring: 11_000,
  exclusion: 12_000,
} as const;

const quote = (text: string): string => text.replaceAll(/[.+*?()|^$]/g, "\\$&");

const words = (all: readonly string[]): string => all.map((one) => quote(demandPlain(one))).join("|");

/** Operator that fits a path as it was requested. */
const fitsPath = (path: string): string =>
  path.endsWith("*") ? `@beginsWith ${demandPlain(path.slice(0, -1))}` : `@streq ${demandPlain(path)}`;

function renderExclusion({ rule, path, target }: WafExclusion, index: number): readonly string[] {
  const what =
    target === undefined
      ? `ctl:ruleRemoveById=${rule}`
      : `ctl:ruleRemoveTargetById=${rule};${demandPlain(target)}`;
  const head = `id:${own.exclusion + index},phase:1,pass,nolog,t:none`;
  if (path === undefined) return [`SecAction "${head},${what}"`];
  // Behind such a path "/../" would lead to any other one.
  return [
    `SecRule REQUEST_FILENAME "${fitsPath(path)}" "${head},chain"`,
    `SecRule REQUEST_FILENAME "!@rx (?i)(?:\\.|%2e){2}" "t:none,${what}"`,
  ];
}

/** Rules of which requests have to be let through: the path and the address, of a client as trusted proxies name it. */
function renderMonitoring({ monitoring }: WafSpec): readonly string[] {
  const pairs = monitoring.flatMap(({ paths, from }) => paths.map((path) => ({ path, from })));
  return pairs.flatMap(({ path, from }, index) => [
    `SecRule REMOTE_ADDR "@ipMatch ${from.map((one) => demandPlain(one)).join(",")}" "id:${own.monitoring + index},phase:1,pass,nolog,t:none,chain"`,
    `SecRule REQUEST_FILENAME "@streq ${demandPlain(path)}" "t:none,ctl:ruleEngine=Off"`,
  ]);
}

/**
 * Configuration of ModSecurity: its settings, the Core Rule Set's, and the rules of the model. In mode `detect` the same
 * rules match and none of them refuses.
 */
export function renderRules(waf: WafSpec): string {
  const { paranoia, threshold, bodyLimitBytes, methods, contentTypes, onFailure } = waf;
  const failed = onFailure === "closed" ? "deny,status:422" : "pass";
  const setup = [
    "tx.crs_setup_version=4250",
    `tx.blocking_paranoia_level=${paranoia.block}`,
    `tx.detection_paranoia_level=${paranoia.detect}`,
    `tx.inbound_anomaly_score_threshold=${threshold}`,
    `tx.allowed_methods=${methods.map((one) => demandPlain(one)).join(" ")}`,
    `tx.allowed_request_content_type=${contentTypes.map((one) => `|${demandPlain(one)}|`).join(" ")}`,
  ].map((variable) => `setvar:'${variable}'`);
  return [
    `SecRuleEngine ${waf.mode === "block" ? "On" : "DetectionOnly"}`,
    "SecRequestBodyAccess On",
    // An answer is never held back: streams and WebSockets go through as they come.
    "SecResponseBodyAccess Off",
    `SecRequestBodyLimit ${bodyLimitBytes}`,
    `SecRequestBodyNoFilesLimit ${bodyLimitBytes}`,
    "SecRequestBodyLimitAction ProcessPartial",
    "SecRequestBodyJsonDepthLimit 128",
    "SecArgumentsLimit 1000",
    "SecPcreMatchLimit 100000",
    "SecPcreMatchLimitRecursion 100000",
    "SecArgumentSeparator &",
    "SecCookieFormat 0",
    `SecTmpDir ${wafFiles.scratch}`,
    `SecDataDir ${wafFiles.scratch}`,
    `SecUnicodeMapFile ${wafFiles.unicode} 20127`,
    "SecAuditEngine RelevantOnly",
    // The app's own refusals are none of its business.
    'SecAuditLogRelevantStatus "^0$"',
    "SecAuditLogParts AHZ",
    "SecAuditLogType Serial",
    "SecAuditLogFormat JSON",
    "SecAuditLog /dev/stdout",
    'SecDefaultAction "phase:1,log,auditlog,pass"',
    'SecDefaultAction "phase:2,log,auditlog,pass"',
    ...renderMonitoring(waf),
    `SecAction "id:${own.setup},phase:1,pass,nolog,t:none,${setup.join(",")}"`,
    `SecRule REQUEST_HEADERS:Content-Type "^(?:application(?:/soap\\+|/)|text/)xml" "id:200000,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=XML"`,
    `SecRule REQUEST_HEADERS:Content-Type "^application/(?:[a-z0-9.-]+\\+)?json" "id:200001,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=JSON"`,
    `SecRule REQUEST_METHOD "!@rx ^(?:${words(methods)})$" "id:${own.method},phase:1,deny,status:405,t:none,msg:'method'"`,
    `SecRule REQUEST_HEADERS:Content-Type "!@rx ^(?i:${words(contentTypes)})\\s*(?:;.*)?$" "id:${own.contentType},phase:1,deny,status:415,t:none,msg:'content type'"`,
    `SecRule INBOUND_DATA_ERROR "@eq 1" "id:${own.bodyLimit},phase:2,deny,status:413,t:none,msg:'body over the limit'"`,
    `SecRule REQBODY_ERROR "!@eq 0" "id:${own.unreadable},phase:2,${failed},t:none,msg:'body that cannot be read'"`,
    `SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" "id:${own.multipart},phase:2,${failed},t:none,msg:'multipart body with a doubtful boundary'"`,
    ...waf.exclusions.flatMap(renderExclusion),
    `Include ${wafFiles.rules}/REQUEST-*.conf`,
    `SecRule TX:/^MSC_/ "!@streq 0" "id:${own.engine},phase:2,${failed},t:none,msg:'limit of the rule engine'"`,
    "",
  ].join("\n");
}

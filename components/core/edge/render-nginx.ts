import { renderLimit } from "./render-limit";
import { renderNginxHeaders } from "./render-nginx-headers";
import { demandPlain, wafFiles } from "./waf";
import type { WafSpec } from "./waf";

const { module: modsecurity, headersModule, scratch, config } = wafFiles;

/** Headers of the app's answers that nginx would take as orders or drop. */
const passed = [
  "Date",
  "X-Accel-Redirect",
  "X-Accel-Expires",
  "X-Accel-Limit-Rate",
  "X-Accel-Buffering",
  "X-Accel-Charset",
];

/** Most connections at once, of clients and to the app. */
const connections = 8192;

const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/** Statuses that nginx answers with where the app does not. Of a refusal by the rules its module would lose the log. */
const ownStatuses = [500, 502, 503, 504];

/**
 * Configuration of the nginx that stands before the app. Everything passes as it came; the firewall's rules alone refuse,
 * and in mode `block` a body over the limit, which would fill the disk before a rule sees it.
 * @param appPort - port of the app in the same pod
 */
export function renderNginx(waf: WafSpec, appPort: number): string {
  const lines = (prefix: string, all: readonly string[]): readonly string[] =>
    all.map((one) => `${prefix}${one};`);
  const limit = renderLimit(waf);
  const { set = {}, remove = [] } = waf.headers ?? {};
  const changed = new Set([...Object.keys(set), ...remove].map((name) => name.toLowerCase()));
  return [
    `load_module ${modsecurity};`,
    `load_module ${headersModule};`,
    "daemon off;",
    // Two would mix their lines in the log that is counted.
    "worker_processes 1;",
    // The usual limit of a container, 1024, is reached by half as many requests at once: each has two connections.
    `worker_rlimit_nofile ${2 * connections};`,
    // Its errors have whole request lines, with what a query hides.
    "error_log stderr crit;",
    `pid ${scratch}/nginx.pid;`,
    `events { worker_connections ${connections}; }`,
    "http {",
    ...lines(
      "  ",
      temporary.map((name) => `${name}_temp_path ${scratch}/${name}`),
    ),
    "  server_tokens off;",
    "  default_type application/octet-stream;",
    "  sendfile on;",
    "  underscores_in_headers on;",
    "  ignore_invalid_headers off;",
    "  merge_slashes off;",
    "  absolute_redirect off;",
    "  large_client_header_buffers 8 32k;",
    // A router keeps connections; one that ends under a request is an error of the app to its users.
    "  keepalive_timeout 3600s;",
    "  keepalive_requests 1000000;",
    `  client_max_body_size ${waf.mode === "block" ? waf.bodyLimitBytes : 0};`,
    "  client_body_buffer_size 64k;",
    ...lines(
      "  set_real_ip_from ",
      waf.trustedProxies.map((one) => demandPlain(one)),
    ),
    ...(waf.trustedProxies.length === 0
      ? []
      : ["  real_ip_header X-Forwarded-For;", "  real_ip_recursive on;"]),
    '  map $http_x_request_id $waf_request { "~^[A-Za-z0-9._-]+$" $http_x_request_id; default $request_id; }',
    '  map $http_upgrade $waf_connection { "" ""; default upgrade; }',
    // Only what nginx itself refused: the rules have their own log.
    '  map "$status$upstream_status" $waf_refused { 400 1; 413 1; 414 1; 431 1; 494 1; default ""; }',
    // Nothing is looked for in an answer of the app: it has an address.
    String.raw`  map $upstream_addr $waf_signature { "" "<hr><center>nginx</center>\r\n"; default ""; }`,
    '  map "$waf_refused$limit_req_status" $waf_told { "~^1" 1; "~REJECTED" 1; default 0; }',
    `  log_format refused escape=json '{"refused":$status,"own":"$waf_refused","limit":"$limit_req_status","method":"$request_method","uri":"$uri","id":"$waf_request"}';`,
    "  access_log /dev/stdout refused if=$waf_told;",
    ...limit.http,
    "  upstream app {",
    `    server 127.0.0.1:${appPort} max_fails=0;`,
    "    keepalive 64;",
    // Shorter than any usual server's own (gunicorn's is 2 s), so that none is closed while a request is sent.
    "    keepalive_timeout 1s;",
    "  }",
    "  server {",
    `    include ${scratch}/listen.conf;`,
    "    modsecurity on;",
    `    modsecurity_rules_file ${config}/modsecurity.conf;`,
    "    modsecurity_transaction_id $waf_request;",
    // Without it nginx names itself wherever the app names nobody.
    changed.has("server")
      ? "    more_clear_headers Server;"
      : '    more_set_headers "Server: $upstream_http_server";',
    ...renderNginxHeaders(waf.headers).map((line) => `    ${line}`),
    "    sub_filter $waf_signature '';",
    `    error_page ${ownStatuses.join(" ")} @own;`,
    "    location @own {",
    "      modsecurity off;",
    "      default_type text/plain;",
    // The status stays the one that led here.
    String.raw`      return 200 "Error $status, request $waf_request\n";`,
    "    }",
    "    location / {",
    ...limit.location,
    "      proxy_pass http://app;",
    "      proxy_http_version 1.1;",
    "      proxy_set_header Host $http_host;",
    "      proxy_set_header Connection $waf_connection;",
    "      proxy_set_header Upgrade $http_upgrade;",
    "      proxy_set_header X-Request-Id $waf_request;",
    "      proxy_buffering off;",
    "      proxy_next_upstream off;",
    "      proxy_connect_timeout 5s;",
    "      proxy_read_timeout 3600s;",
    "      proxy_send_timeout 3600s;",
    ...lines(
      "      proxy_pass_header ",
      passed.filter((name) => !changed.has(name.toLowerCase())),
    ),
    "      proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset Expires Cache-Control Set-Cookie Vary;",
    "    }",
    "  }",
    "}",
    "",
  ].join("\n");
}

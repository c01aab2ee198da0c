import { configWith } from "../../support/environment";

const analysis = (text: string) => configWith({ analysis: text }).analysis;
const at = "prometheus: 'https://p'";

test.each([
  ["a variable", "TOKEN", "TOKEN"],
  ["a file", "/run/token", "/run/token"],
  [
    "a program",
    "{ command: [gcloud, auth, print-access-token] }",
    { command: ["gcloud", "auth", "print-access-token"] },
  ],
  ["Google's own program", "{ google: true }", { google: true }],
  ["Azure's own program", "{ azure: {} }", { azure: { resource: "https://prometheus.monitor.azure.com" } }],
  [
    "OAuth 2.0",
    "{ oauth2: { tokenUrl: 'https://id/token', clientId: c, clientSecretFrom: SECRET } }",
    { oauth2: { tokenUrl: "https://id/token", clientId: "c", clientSecretFrom: "SECRET", scopes: [] } },
  ],
])("analysis.tokenFrom names %s", (_name, text, expected) => {
  expect(analysis(`{ ${at}, tokenFrom: ${text} }`).tokenFrom).toEqual(expected);
});

test("requests are signed for Amazon's managed Prometheus where nothing else is said", () => {
  expect(analysis(`{ ${at}, sigv4: { region: eu-west-1 } }`).sigv4).toEqual({
    region: "eu-west-1",
    service: "aps",
  });
});

test("headers are named, and so is a port that speaks https", () => {
  const { headersFrom, prometheus } = analysis(`{ ${at}, headersFrom: { X-Api-Key: KEY } }`);
  expect([headersFrom, prometheus]).toEqual([{ "X-Api-Key": "KEY" }, "https://p"]);
  const service = "service://openshift-monitoring/https:thanos-querier:9091";
  expect(analysis(`{ prometheus: '${service}' }`).prometheus).toBe(service);
});

test("this machine itself may be told a secret over plain http", () => {
  expect(analysis("{ prometheus: 'http://localhost:9090', tokenFrom: T }").tokenFrom).toBe("T");
});

test.each([
  [
    "nobody",
    "{ tokenFrom: {} }",
    "tokenFrom must have exactly one of command, google, azure and oauth2: got {}",
  ],
  [
    "two who give a token",
    "{ tokenFrom: { google: true, azure: {} } }",
    "tokenFrom must have exactly one of command, google, azure and oauth2",
  ],
  [
    "a program without name",
    "{ tokenFrom: { command: [] } }",
    "tokenFrom.command must be a program with its arguments",
  ],
  [
    "an unknown giver",
    "{ tokenFrom: { gogle: true } }",
    'tokenFrom.gogle must be a known key, such as "google"',
  ],
  ["a no", "{ tokenFrom: { google: false } }", "tokenFrom.google must be true, or left out: got false"],
  [
    "a token service in plain text",
    "{ tokenFrom: { oauth2: { tokenUrl: 'http://id/token', clientId: c, clientSecretFrom: S } } }",
    "tokenFrom.oauth2.tokenUrl must be an https URL",
  ],
  [
    "a client's secret itself",
    "{ tokenFrom: { oauth2: { tokenUrl: 'https://id/token', clientId: c, clientSecretFrom: s3cret! } } }",
    "tokenFrom.oauth2.clientSecretFrom must be the name of an environment variable",
  ],
  [
    "a token and a signature",
    "{ tokenFrom: T, sigv4: { region: x } }",
    "sigv4 must not be set together with tokenFrom",
  ],
  [
    "a password and a header that lets in",
    "{ basic: { user: u, passwordFrom: P }, headersFrom: { authorization: A } }",
    "headersFrom.authorization must not be set together with basic",
  ],
  [
    "a header of the connection",
    "{ headersFrom: { Host: H } }",
    "headersFrom.Host must be the name of a header that is not the connection's own",
  ],
  [
    "a header's value itself",
    "{ headersFrom: { X-Key: a.b } }",
    "headersFrom.X-Key must be the name of an environment variable",
  ],
  ["no region", "{ sigv4: {} }", "sigv4.region must be a region of AWS"],
  [
    "a secret in plain text: a token",
    "{ prometheus: 'http://prometheus.monitoring.svc:9090', tokenFrom: T }",
    "tokenFrom must be set with an https URL only: plain http can be read on the way",
  ],
  [
    "a secret in plain text: a password",
    "{ prometheus: 'http://p', basic: { user: u, passwordFrom: P } }",
    "basic must be set with an https URL only: plain http can be read on the way",
  ],
  [
    "a secret in plain text: a header",
    "{ prometheus: 'http://p', headersFrom: { X-Key: K } }",
    "headersFrom must be set with an https URL only: plain http can be read on the way",
  ],
  [
    "a signature for the API server's proxy",
    "{ prometheus: 'service://m/p:1', sigv4: { region: x } }",
    "sigv4 must be set with an http(s) URL only: the API server's proxy has credentials of its own",
  ],
])("refuses %s", (_name, text, message) => {
  const whole = text.includes("prometheus:") ? text : text.replace("{", `{ ${at}, `);
  expect(() => analysis(whole)).toThrow(`sluice:analysis.${message}`);
});

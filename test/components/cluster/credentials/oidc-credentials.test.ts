import { oidcCredentials } from "../../../../components/cluster/credentials/oidc-credentials";
import { startServer } from "../../http/server";
import type { TestServer } from "../../http/server";

const signal = new AbortController().signal;
const idToken = (exp: number, name: string): string => `e30.${btoa(JSON.stringify({ exp, name }))}.s`;
const soon = Math.floor(Date.now() / 1000) + 3600;
const started: TestServer[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

/** An issuer that gives a new ID token and a new refresh token for each refresh token. */
async function startIssuer(
  answer = (count: number): [number, string] => [
    200,
    JSON.stringify({ id_token: idToken(soon, String(count)), refresh_token: `r${count}` }),
  ],
) {
  const forms: string[] = [];
  const server = await startServer((request, response) => {
    if (request.method === "GET") {
      response.end(JSON.stringify({ token_endpoint: `http://${request.headers.host}/token` }));
      return;
    }
    let form = "";
    request.setEncoding("utf8").on("data", (text: string) => (form += text));
    request.on("end", () => {
      forms.push(form);
      const [status, body] = answer(forms.length);
      response.writeHead(status).end(body);
    });
  });
  started.push(server);
  return { forms, issuer: `http://127.0.0.1:${server.port}` };
}

test("the kubeconfig's ID token is used until it ends", async () => {
  const { get } = oidcCredentials({ config: { "id-token": idToken(soon, "own") } });
  expect((await get(signal)).headers["authorization"]).toBe(`Bearer ${idToken(soon, "own")}`);
});

test("an ended or refused ID token is exchanged, each time by the newest refresh token", async () => {
  const { issuer, forms } = await startIssuer();
  const config = {
    "id-token": idToken(1000, "old"),
    "idp-issuer-url": issuer,
    "client-id": "sluice",
    "client-secret": "s",
    "refresh-token": "r0",
  };
  const { get, refused } = oidcCredentials({ config });
  const first = await get(signal);
  expect(first.headers["authorization"]).toBe(`Bearer ${idToken(soon, "1")}`);
  expect(refused(first)).toBe(true);
  expect((await get(signal)).headers["authorization"]).toBe(`Bearer ${idToken(soon, "2")}`);
  expect(forms).toEqual([
    "grant_type=refresh_token&client_id=sluice&refresh_token=r0&client_secret=s",
    "grant_type=refresh_token&client_id=sluice&refresh_token=r1&client_secret=s",
  ]);
});

test.each([
  [
    "nothing to exchange",
    undefined,
    { "id-token": idToken(1000, "old") },
    "the id-token ended, and idp-issuer-url, client-id and refresh-token must be set to get another",
  ],
  [
    "an issuer that refuses",
    (): [number, string] => [400, '{"error":"invalid_grant"}'],
    {},
    "the issuer must give an id_token: got invalid_grant",
  ],
  ["an issuer that is away", (): [number, string] => [502, "hidden"], {}, "the issuer answered HTTP 502"],
])("oidcCredentials() tells of %s", async (_name, answer, config, words) => {
  const { issuer } = await startIssuer(answer);
  const all =
    answer === undefined ? config : { "idp-issuer-url": issuer, "client-id": "c", "refresh-token": "r" };
  await expect(oidcCredentials({ config: all }).get(signal)).rejects.toThrow(words);
});

test("oidcCredentials() sends no refresh token to an issuer without TLS", async () => {
  const config = { "idp-issuer-url": "http://issuer.example", "client-id": "c", "refresh-token": "r" };
  await expect(oidcCredentials({ config }).get(signal)).rejects.toThrow(
    "idp-issuer-url must be https: got http://issuer.example",
  );
});

import { openTerminal } from "../../../cli/terminal";
import { runHeaders } from "../../../cli/headers/run-headers";
import { observe } from "../../../cli/headers/observe";
import { runSluice } from "../commands/run-sluice";
import { startSite } from "./site";
import type { Site } from "./site";

jest.setTimeout(60_000);

const policy = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const good: Readonly<Record<string, string>> = {
  "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Type": "text/html; charset=utf-8",
};

let headers: Readonly<Record<string, string | string[]>> = good;
let body = "<!doctype html><title>shop</title>";
let redirects = true;
let nonce = (): string => "";
let answers = true;
let site: Site;

beforeAll(async () => {
  site = await startSite(
    (request, response) => {
      if (!answers) return;
      const { origin } = request.headers;
      for (const [name, value] of Object.entries(headers)) {
        response.setHeader(name, value === "reflect" ? (origin ?? "none") : value);
      }
      if (nonce() !== "")
        response.setHeader("Content-Security-Policy", `${policy}; script-src 'nonce-${nonce()}'`);
      if (request.url === "/gone") response.writeHead(302, { location: "/" });
      response.end(body);
    },
    (url) => (_request, response) => {
      if (redirects) response.writeHead(301, { location: url });
      response.end("plain");
    },
  );
});
afterAll(() => site.close());
beforeEach(() => {
  headers = good;
  body = "<!doctype html><title>shop</title>";
  redirects = true;
  nonce = () => "";
  answers = true;
});

const sluice = async (...args: string[]) =>
  await runSluice("headers", site.httpsUrl, "--ca", site.ca, "--http-port", site.httpPort, ...args);

test("a good site is an A+ with 130 points, as table and as JSON", async () => {
  const { code, stdout, stderr } = await sluice("--json", "--min-score", "130");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    algorithm: 6,
    score: 130,
    grade: "A+",
    https: "verified",
    hops: [site.httpUrl, site.httpsUrl],
    minScore: 130,
    exitCode: 0,
  });
  expect(stderr).toContain("score 130, grade A+");
  expect(stderr).toMatch(/\+10 {2}content-security-policy +default-src 'none', nothing unsafe/);
  expect(stderr).toContain("- cross-origin-opener-policy: send Cross-Origin-Opener-Policy: same-origin");
});

test("a site below --min-score ends with 5 and says what to change", async () => {
  headers = { Server: "nginx/1.22.1", "Content-Type": "text/html" };
  redirects = false;
  const { code, stdout, stderr } = await sluice("--min-score", "90", "--json");
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({
    observatory: 10,
    leakage: 5,
    score: 5,
    grade: "F",
    exitCode: 5,
  });
  expect(stderr).toContain("score must be at least 90: got 5 (F)");
  expect(stderr).toContain("- remove server");
  expect((await sluice()).code).toBe(0);
});

test("an unknown authority costs points and does not end the command", async () => {
  const { code, stdout } = await runSluice("headers", site.httpsUrl, "--json");
  expect(code).toBe(0);
  const { https, items, hops } = JSON.parse(stdout) as {
    https: string;
    hops: null;
    items: { item: string; modifier: number }[];
  };
  expect([https, hops]).toEqual(["invalid", null]);
  expect(items.find(({ item }) => item === "strict-transport-security")?.modifier).toBe(-20);
});

test("an address on http:// is followed to its page", async () => {
  const { observation, page } = await observe(site.httpUrl, { ca: await readCa() });
  expect(page.url).toBe(site.httpsUrl);
  expect(observation.hops).toEqual([site.httpUrl, site.httpsUrl]);
});

test("cookies on the way, credentials for everybody and foreign scripts are seen", async () => {
  headers = {
    ...good,
    "Set-Cookie": ["session=1; Secure; HttpOnly", "theme=dark"],
    "Access-Control-Allow-Origin": "reflect",
    "Access-Control-Allow-Credentials": "true",
  };
  body =
    '<!-- <script src="//no.example/a.js"> --><SCRIPT src=\'https://cdn.example/a.js\'></script><script>"<script src=/b.js>"</script>';
  const { observation } = await observe(site.httpsUrl, { ca: await readCa() });
  expect(observation).toMatchObject({
    cookies: ["session=1; Secure; HttpOnly", "theme=dark"],
    cors: { allowOrigin: "https://foreign.example", allowCredentials: "true" },
    scripts: [
      { src: "https://cdn.example/a.js", integrity: false },
      { src: "", integrity: false },
    ],
  });
});

test("policies in meta elements are seen, and no scripts are looked for outside of HTML", async () => {
  body = `<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;">`;
  const { observation } = await observe(site.httpsUrl, { ca: await readCa() });
  expect(observation).toMatchObject({ metaCsp: ["script-src 'self'"], scripts: [] });
  headers = { ...good, "Content-Type": "application/json" };
  const other = await observe(`${site.httpsUrl}gone`, { ca: await readCa() });
  expect(other.observation).toMatchObject({ scripts: "not-html", metaCsp: [] });
  expect(other.page.url).toBe(site.httpsUrl);
});

test("a nonce that is the same in two answers is named, a fresh one is not", async () => {
  nonce = () => "c2FtZQ";
  const { stderr } = await sluice();
  expect(stderr).toContain("the nonce 'nonce-c2FtZQ' was the same in two answers");
  let count = 0;
  nonce = () => `n${(count += 1)}`;
  expect((await observe(site.httpsUrl, { ca: await readCa() })).repeatedNonces).toEqual([]);
});

test("two policies in two headers bind together", async () => {
  headers = { ...good, "Content-Security-Policy": ["default-src * 'unsafe-inline'", "default-src 'self'"] };
  const { stderr } = await sluice();
  expect(stderr).toMatch(/\+5 {2}content-security-policy/);
});

test.each([
  { name: "a scheme of another kind", args: ["ftp://localhost"], says: "URL must be an address" },
  { name: "a score that there is not", args: ["localhost", "--min-score", "166"], says: "from 0 to 165" },
  {
    name: "a file that is not there",
    args: ["localhost", "--ca", "no-such.pem"],
    says: "--ca must be a readable",
  },
  { name: "no address", args: [], says: "URL must be given" },
])("headers refuses $name with exit code 2", async ({ args, says }) => {
  const { code, stdout, stderr } = await runSluice("headers", ...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(says);
});

test("a site that does not answer in time ends with 1", async () => {
  answers = false;
  const terminal = openTerminal({ stderr: { write: () => true } });
  const failed = runHeaders(site.httpsUrl, { cwd: ".", ca: site.ca, timeout: "1" }, terminal);
  await expect(failed).rejects.toMatchObject({
    end: "unexpected",
    message: expect.stringContaining("no answer within 1 s"),
  });
});

test("nobody there ends with 1 and names the address", async () => {
  const { code, stderr } = await runSluice("headers", "http://127.0.0.1:1/");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'Cannot read headers of "http://127.0.0.1:1/": it must answer: got connect ECONNREFUSED',
  );
});

async function readCa(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return await readFile(site.ca, "utf8");
}

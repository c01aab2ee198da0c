import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { marker, scenes } from "./scenes";
import { serveScene } from "./serve";

let dashboard: Awaited<ReturnType<typeof serveScene>>;

beforeEach(async () => {
  dashboard = await serveScene(scenes.running);
});
afterEach(async () => {
  await dashboard.close();
});

const place = () => new URL(dashboard.url);
const token = () => place().hash.replace("#token=", "");

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as the wire has it: `fetch` lets nobody set Host or Origin. */
async function ask({ path = "/", method = "GET", headers = {}, body = "" }: Asked): Promise<IncomingMessage> {
  const { hostname, port, host } = place();
  return await new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { host, ...headers }, agent: false };
    request(options, resolve).once("error", reject).end(body);
  });
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer) text += String(chunk);
  return text;
}

const exchange = async (given = token(), headers: Readonly<Record<string, string>> = {}) =>
  await ask({
    path: "/session",
    method: "POST",
    headers: { origin: `http://${place().host}`, "sec-fetch-site": "same-origin", ...headers },
    body: given,
  });

const cookieOf = async (): Promise<string> => {
  const answer = await exchange();
  answer.resume();
  return answer.headers["set-cookie"]?.[0] ?? "";
};

const cookie = async (): Promise<Readonly<Record<string, string>>> => ({
  cookie: (await cookieOf()).split(";")[0] ?? "",
});

/** The first events of a page. */
async function events(count: number, headers: Readonly<Record<string, string>>): Promise<string[]> {
  const answer = await ask({ path: "/events?page=%2F", headers });
  const found: string[] = [];
  let text = "";
  for await (const chunk of answer) {
    text += String(chunk);
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    found.push(...parts);
    if (found.length >= count) break;
  }
  answer.destroy();
  return found.map((one) => one.replace("data: ", ""));
}

test("the token is exchanged for a cookie that only this site sends and no script reads", async () => {
  expect(await cookieOf()).toMatch(/^sluice-dashboard-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const [first = ""] = await events(1, await cookie());
  expect(JSON.parse(first)).toMatchObject({ title: "progressing: app in prod" });
});

test.each(["", "x", "x".repeat(43), "x".repeat(100_000)])("another token gets nothing: %#", async (given) => {
  const answer = await exchange(given).catch(() => undefined);
  expect(answer?.statusCode ?? 403).toBe(403);
  expect(answer?.headers["set-cookie"]).toBeUndefined();
});

test.each<[string, Readonly<Record<string, string>>]>([
  ["no cookie", {}],
  ["the token as a cookie", { cookie: "sluice-dashboard=x" }],
  ["the token as a bearer", { authorization: "Bearer x" }],
])("events with %s: refused, and nobody looks", async (_, headers) => {
  const answer = await ask({ path: "/events?page=%2F", headers });
  expect(answer.statusCode).toBe(401);
  expect(await bodyOf(answer)).not.toContain("prod");
  expect(dashboard.looks()).toBe(0);
});

const foreign: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["a name that was bound to 127.0.0.1", { host: "evil.example.org" }],
  ["the same with the right port", { host: "evil.example.org:PORT" }],
  ["another port's Host", { host: "127.0.0.1:1" }],
  ["another site's script", { origin: "https://evil.example.org", "sec-fetch-site": "cross-site" }],
  ["another port's script", { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" }],
  ["another site's image or link", { "sec-fetch-site": "cross-site" }],
  ["a page without an origin", { origin: "null" }],
];

test.each(foreign)("%s gets nothing, even with the cookie, of any path", async (_, headers) => {
  const { port } = place();
  const asked = { ...(await cookie()), ...headers };
  const sent = Object.fromEntries(
    Object.entries(asked).map(([key, one]) => [key, one.replace("PORT", port)]),
  );
  for (const path of ["/", "/events?page=%2F", "/page.js", "/page.css"]) {
    const answer = await ask({ path, headers: sent });
    expect([path, answer.statusCode]).toEqual([path, 403]);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    expect(await bodyOf(answer)).not.toMatch(/app in prod|evil/);
  }
  const entered = await exchange(
    token(),
    headers["host"] === undefined ? headers : { host: sent["host"] ?? "" },
  );
  entered.resume();
  expect([entered.statusCode, entered.headers["set-cookie"]]).toEqual([403, undefined]);
  expect(dashboard.looks()).toBe(0);
});

test.each(["PUT", "DELETE", "PATCH", "OPTIONS", "POST"])("%s of a page is refused", async (method) => {
  const answer = await ask({ method, headers: { ...(await cookie()), origin: `http://${place().host}` } });
  answer.resume();
  expect(answer.statusCode).toBe(405);
});

test("the frame has no word of an environment; its policy lets nothing inside it run or be styled", async () => {
  const answer = await ask({});
  const policy = answer.headers["content-security-policy"] ?? "";
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe|http|\*/);
  const page = await bodyOf(answer);
  expect(page).not.toMatch(/<script(?! src="\/page.js" defer>)|<style|style="|\son\w+="|prod|https?:/);
  expect(answer.headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
});

test("an unknown page is none", async () => {
  const answer = await ask({ path: "/events?page=%2Fetc%2Fpasswd", headers: await cookie() });
  answer.resume();
  expect(answer.statusCode).toBe(404);
});

test("later events have only what changed; a look that fails is told beside what was seen, and mended", async () => {
  const asking = events(40, await cookie());
  const until = async (count: number) => {
    while (dashboard.looks() < count) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(2);
  dashboard.show(scenes.held);
  await until(4);
  dashboard.show(new Error(`GET https://u:${marker}@host: password=${marker}`));
  await until(6);
  dashboard.show(scenes.held);
  const found = (await asking).map(
    (one) => JSON.parse(one) as { told?: string; sections?: Record<string, string> },
  );
  const all = found.flatMap(({ sections = {} }) => [Object.keys(sections)]).filter((one) => one.length > 0);
  expect(all[0]).toEqual(expect.arrayContaining(["now", "gate", "plots", "history"]));
  expect(all[1]).toEqual(["now", "ledger"]);
  expect(all.slice(2)).toEqual([["trouble"], ["trouble"]]);
  const texts = JSON.stringify(found);
  expect(texts).toContain("Cannot see the release for now: GET https://…@host: password=…");
  expect(texts).not.toContain(marker);
});

test("nobody looks while nobody has the page open", async () => {
  await events(2, await cookie());
  const wait = async () => await new Promise((resolve) => setTimeout(resolve, 200));
  await wait();
  const before = dashboard.looks();
  await wait();
  expect(dashboard.looks()).toBe(before);
});

test("what is on trial is shown as deciding nothing, what would have stopped the release first", async () => {
  dashboard.show(scenes.running);
  const [first = ""] = await events(1, await cookie());
  expect(first).toMatch(
    /On trial: decides nothing.*slow-search would have aborted at \d\d:\d\d UTC \(stage 5\): 9 of 412 over 1 s.*queue would have changed nothing/,
  );
  dashboard.show(scenes.held);
  const [held = ""] = await events(1, await cookie());
  expect(held).not.toContain("On trial");
});

test.each(Object.keys(scenes))("P12: no answer about a release that is %s has a secret", async (name) => {
  dashboard.show(scenes[name as keyof typeof scenes]);
  expect(JSON.stringify(scenes[name as keyof typeof scenes])).toContain(marker);
  const [first = ""] = await events(1, await cookie());
  expect(first).toContain("app in prod");
  expect(first).not.toContain(marker);
});

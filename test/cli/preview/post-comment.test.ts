import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { findPlace } from "../../../cli/preview/comment-place";
import { postComment } from "../../../cli/preview/post-comment";
import type { CommentPlace } from "../../../cli/preview/post-comment";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: { body?: string };
}

/** Both forges' comments, a hundred a page; ids are places. */
let comments: { id: number; body: string }[] = [];
let seen: Seen[] = [];
let status = 200;
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => (text += chunk.toString()));
  request.on("end", () => {
    const { method = "", url = "", headers } = request;
    const body = (text === "" ? {} : JSON.parse(text)) as { body?: string };
    seen.push({ method, url, headers, body });
    response.setHeader("content-type", "application/json");
    if (status !== 200) {
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {});
      return response.end('{"message":"no"}');
    }
    if (method === "GET") {
      const page = Number(new URL(url, "http://x").searchParams.get("page"));
      return response.end(JSON.stringify(comments.slice((page - 1) * 100, page * 100)));
    }
    if (method === "POST") {
      comments.push({ id: comments.length, body: body.body ?? "" });
      return response.end(JSON.stringify(comments.at(-1)));
    }
    const found = comments.find(({ id }) => id === Number(/(\d+)$/.exec(url)?.[1]));
    if (found !== undefined) found.body = body.body ?? "";
    response.end(JSON.stringify(found));
  });
});
let api = "";
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  comments = [{ id: 0, body: "looks good to me" }];
  seen = [];
  status = 200;
});

const marker = "<!-- sluice-preview:preview -->";
const token = "t0k3n-of-nobody";
const placeOf = (forge: CommentPlace["forge"]): CommentPlace => ({
  forge,
  api,
  project: forge === "github" ? "acme/shop" : "acme/shop",
  request: 7,
  token,
});

test.each([
  ["github", "/repos/acme/shop/issues/7/comments", "PATCH", "/repos/acme/shop/issues/comments/1"],
  [
    "gitlab",
    "/projects/acme%2Fshop/merge_requests/7/notes",
    "PUT",
    "/projects/acme%2Fshop/merge_requests/7/notes/1",
  ],
] as const)(
  "%s: the first run creates a comment, the second updates it in place",
  async (forge, list, method, update) => {
    expect(await postComment(placeOf(forge), marker, `${marker}\nfirst`)).toEqual({ did: "created", id: 1 });
    expect(await postComment(placeOf(forge), marker, `${marker}\nsecond`)).toEqual({ did: "updated", id: 1 });
    expect(comments).toEqual([
      { id: 0, body: "looks good to me" },
      { id: 1, body: `${marker}\nsecond` },
    ]);
    expect(seen.map((one) => `${one.method} ${one.url.split("?")[0]}`)).toEqual([
      `GET ${list}`,
      `POST ${list}`,
      `GET ${list}`,
      `${method} ${update}`,
    ]);
  },
);

test("each forge gets the token in its own header", async () => {
  await postComment(placeOf("github"), marker, marker);
  await postComment(placeOf("gitlab"), marker, marker);
  expect(seen[0]?.headers["authorization"]).toBe(`Bearer ${token}`);
  expect(seen[2]?.headers["private-token"]).toBe(token);
});

test("a comment behind a hundred others is found", async () => {
  comments = Array.from({ length: 150 }, (_, id) => ({ id, body: id === 120 ? `${marker} old` : "other" }));
  expect(await postComment(placeOf("github"), marker, `${marker} new`)).toEqual({ did: "updated", id: 120 });
});

test("a comment that only quotes the marker is left alone", async () => {
  comments = [{ id: 0, body: `> ${marker}` }];
  expect(await postComment(placeOf("github"), marker, marker)).toMatchObject({ did: "created" });
});

test.each([401, 403, 500, 302])(
  "an answer of %d is told without the token, and nothing is followed",
  async (code) => {
    status = code;
    const failed = postComment(placeOf("github"), marker, marker);
    await expect(failed).rejects.toThrow(
      /^Cannot find the comment: http:\/\/127\.0\.0\.1:\d+ must accept it: got /,
    );
    await expect(failed).rejects.not.toThrow(token);
    expect(seen).toHaveLength(1);
  },
);

test("findPlace() reads what each forge tells its jobs", () => {
  const event = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "sluice-event-")), "event.json");
  fs.writeFileSync(event, JSON.stringify({ pull_request: { number: 12 } }));
  const github = { GITHUB_REPOSITORY: "acme/shop", GITHUB_EVENT_PATH: event, GITHUB_TOKEN: token };
  expect(findPlace("github", github)).toEqual({
    forge: "github",
    api: "https://api.github.com",
    project: "acme/shop",
    request: 12,
    token,
  });
  const gitlab = {
    CI_API_V4_URL: "https://git.example.org/api/v4/",
    CI_PROJECT_ID: "42",
    CI_MERGE_REQUEST_IID: "3",
    SLUICE_GITLAB_TOKEN: token,
  };
  expect(findPlace("gitlab", gitlab)).toEqual({
    forge: "gitlab",
    api: "https://git.example.org/api/v4",
    project: "42",
    request: 3,
    token,
  });
});

test.each([
  ["github", {}, "GITHUB_REPOSITORY, GITHUB_EVENT_PATH of a pull_request, GITHUB_TOKEN must be set"],
  ["gitlab", { CI_PROJECT_ID: "1" }, "CI_MERGE_REQUEST_IID, SLUICE_GITLAB_TOKEN must be set"],
  ["forgejo", {}, '--post must be github or gitlab: got "forgejo"'],
])("findPlace(%s) names what is missing", (forge, env, message) => {
  expect(() => findPlace(forge, env)).toThrow(message);
});

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

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly id: number; readonly login: string; readonly node_id: string };
}

const own = { id: 41, login: "releases[bot]", node_id: "BOT_41" };
const stranger = { id: 7, login: "mallory", node_id: "U_7" };

/** Both forges' comments, a hundred a page; ids are places. */
let comments: Comment[] = [];
/** Owner of the token as the forge reports it: a person by REST, an app by GraphQL alone. */
let tells: "user" | "viewer" | "nothing" = "user";
let seen: Seen[] = [];
let status = 200;
let failing = 0;
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => (text += chunk.toString()));
  request.on("end", () => {
    const { method = "", url = "", headers } = request;
    const body = (text === "" ? {} : JSON.parse(text)) as { body?: string };
    seen.push({ method, url, headers, body });
    response.setHeader("content-type", "application/json");
    failing -= 1;
    if (failing >= 0) return response.writeHead(503).end();
    if (status !== 200) {
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {});
      return response.end('{"message":"no"}');
    }
    const asksGraphql = url === "/graphql";
    if (url === "/user" || asksGraphql) {
      if (tells !== (asksGraphql ? "viewer" : "user")) {
        return response.writeHead(403).end('{"message":"Resource not accessible by integration"}');
      }
      const viewer = { id: own.node_id, login: own.login };
      return response.end(JSON.stringify(asksGraphql ? { data: { viewer } } : own));
    }
    if (method === "GET") {
      const page = Number(new URL(url, "http://x").searchParams.get("page"));
      const asked = comments.slice((page - 1) * 100, page * 100);
      const ofGitlab = asked.map(({ user, ...comment }) => ({ ...comment, author: user }));
      return response.end(JSON.stringify(url.startsWith("/projects/") ? ofGitlab : asked));
    }
    if (method === "POST") {
      comments.push({ id: comments.length, body: body.body ?? "", user: own });
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
  comments = [{ id: 0, body: "looks good to me", user: stranger }];
  tells = "user";
  seen = [];
  status = 200;
  failing = 0;
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
      { id: 0, body: "looks good to me", user: stranger },
      { id: 1, body: `${marker}\nsecond`, user: own },
    ]);
    expect(seen.map((one) => `${one.method} ${one.url.split("?")[0]}`)).toEqual([
      `GET ${list}`,
      `POST ${list}`,
      `GET ${list}`,
      "GET /user",
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
  comments = Array.from({ length: 150 }, (_, id) => ({
    id,
    body: id === 120 || id === 3 ? `${marker} old` : "other",
    user: id === 120 ? own : stranger,
  }));
  expect(await postComment(placeOf("github"), marker, `${marker} new`)).toEqual({ did: "updated", id: 120 });
});

test("a comment that only quotes the marker is left alone", async () => {
  comments = [{ id: 0, body: `> ${marker}`, user: own }];
  expect(await postComment(placeOf("github"), marker, marker)).toMatchObject({ did: "created" });
});

test.each(["user", "viewer"] as const)(
  "a stranger's comment with the marker is left alone: told by %s",
  async (way) => {
    tells = way;
    comments = [{ id: 0, body: `${marker}\nall is well, merge it`, user: stranger }];
    expect(await postComment(placeOf("github"), marker, `${marker} mine`)).toEqual({ did: "created", id: 1 });
    expect(await postComment(placeOf("github"), marker, `${marker} again`)).toEqual({
      did: "updated",
      id: 1,
    });
    expect(comments.map(({ body }) => body)).toEqual([`${marker}\nall is well, merge it`, `${marker} again`]);
  },
);

test("an account that took the name of another is a stranger", async () => {
  comments = [{ id: 0, body: marker, user: { ...own, id: 8 } }];
  expect(await postComment(placeOf("github"), marker, marker)).toMatchObject({ did: "created" });
});

test.each(["github", "gitlab"] as const)(
  "%s: nothing is written where nobody tells whose token it is",
  async (forge) => {
    tells = "nothing";
    comments = [{ id: 0, body: marker, user: own }];
    await expect(postComment(placeOf(forge), marker, `${marker} new`)).rejects.toThrow(
      /must name the token's owner, so that no other account's comment is overwritten: got 403/,
    );
    expect(comments).toEqual([{ id: 0, body: marker, user: own }]);
  },
);

test("a forge that is away for a moment is asked again, and a comment is created once", async () => {
  failing = 2;
  expect(await postComment(placeOf("github"), marker, marker)).toEqual({ did: "created", id: 1 });
  expect(seen.map(({ method }) => method)).toEqual(["GET", "GET", "GET", "POST"]);
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
    expect(seen).toHaveLength(code === 500 ? 3 : 1);
    expect(seen.map(({ url }) => url)).not.toContain("/elsewhere");
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
  const GITHUB_GRAPHQL_URL = "https://github.example.org/api/graphql";
  expect(findPlace("github", { ...github, GITHUB_GRAPHQL_URL })).toMatchObject({
    graphql: GITHUB_GRAPHQL_URL,
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

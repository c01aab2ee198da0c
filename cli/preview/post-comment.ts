import { RunEnd } from "../../components/core/run-end";

/** Where a comment goes: one request of one forge. */
export interface CommentPlace {
  readonly forge: "github" | "gitlab";
  /** Address of the API, for example `https://api.github.com`; without final slash. */
  readonly api: string;
  /** `owner/name` on GitHub, number or path of the project on GitLab. */
  readonly project: string;
  /** Number of the pull or merge request. */
  readonly request: number;
  readonly token: string;
}

/** What became of a comment. */
export interface PostedComment {
  readonly did: "created" | "updated";
  readonly id: number;
}

interface StoredComment {
  readonly id: number;
  readonly body?: string;
}

/** What differs between the forges. */
interface Routes {
  readonly headers: Readonly<Record<string, string>>;
  readonly list: (page: number) => string;
  readonly create: string;
  readonly update: (id: number) => string;
  readonly updateMethod: "PATCH" | "PUT";
}

const pageSize = 100;
/** Ten thousand comments: nobody reads such a request. */
const mostPages = 100;

function routesOf({ forge, api, project, request, token }: CommentPlace): Routes {
  if (forge === "github") {
    const comments = `${api}/repos/${project}/issues`;
    return {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
      },
      list: (page) => `${comments}/${request}/comments?per_page=${pageSize}&page=${page}`,
      create: `${comments}/${request}/comments`,
      update: (id) => `${comments}/comments/${id}`,
      updateMethod: "PATCH",
    };
  }
  const notes = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${request}/notes`;
  return {
    headers: { "private-token": token },
    list: (page) => `${notes}?per_page=${pageSize}&page=${page}&sort=asc&order_by=created_at`,
    create: notes,
    update: (id) => `${notes}/${id}`,
    updateMethod: "PUT",
  };
}

async function call(
  action: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  request: { method: string; body?: string },
): Promise<unknown> {
  const refuse = (got: string, cause?: unknown): RunEnd =>
    new RunEnd(
      "unexpected",
      `Cannot ${action} the comment: ${new URL(url).origin} must accept it: got ${got}; the token needs the right to write comments on requests`,
      { cause },
    );
  let response: Response;
  try {
    response = await fetch(url, {
      ...request,
      headers: { "user-agent": "sluice", "content-type": "application/json", ...headers },
      // A redirection elsewhere would take the token with it.
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { message?: string } };
    throw refuse(cause?.message ?? message, error);
  }
  if (!response.ok) throw refuse(`${response.status} ${(await response.text()).slice(0, 300)}`);
  return await response.json();
}

async function findComment(routes: Routes, marker: string): Promise<StoredComment | undefined> {
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await call("find", routes.list(page), routes.headers, { method: "GET" });
    const comments = Array.isArray(answer) ? (answer as StoredComment[]) : [];
    const found = comments.find(({ body = "" }) => body.startsWith(marker));
    if (found !== undefined || comments.length < pageSize) return found;
  }
  return undefined;
}

/**
 * Writes a comment on a request: the one that begins with the marker is updated in place, else one is created.
 * @param marker - first line of the comment
 * @throws {RunEnd} with what the forge answered, never with the token
 */
export async function postComment(place: CommentPlace, marker: string, body: string): Promise<PostedComment> {
  const routes = routesOf(place);
  const found = await findComment(routes, marker);
  const text = JSON.stringify({ body });
  if (found === undefined) {
    const created = await call("create", routes.create, routes.headers, { method: "POST", body: text });
    return { did: "created", id: (created as StoredComment).id };
  }
  await call("update", routes.update(found.id), routes.headers, { method: routes.updateMethod, body: text });
  return { did: "updated", id: found.id };
}

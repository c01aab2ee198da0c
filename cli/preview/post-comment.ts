import { demandForge } from "./forge-call";
import { findIdentity, isOwn } from "./own-comments";
import type { Author, IdentityRoutes } from "./own-comments";

/** Destination of a comment: one request of one forge. */
export interface CommentPlace {
  readonly forge: "github" | "gitlab";
  /** Address of the API, for example `https://api.github.com`; without final slash. */
  readonly api: string;
  /** Address of GitHub's GraphQL API. @default - beside `api` */
  readonly graphql?: string;
  /** `owner/name` on GitHub, number or path of the project on GitLab. */
  readonly project: string;
  /** Number of the pull or merge request. */
  readonly request: number;
  readonly token: string;
}

/** Comment that was created or updated. */
export interface PostedComment {
  readonly did: "created" | "updated";
  readonly id: number;
}

interface StoredComment {
  readonly id: number;
  readonly body?: string;
  /** On GitHub. */
  readonly user?: Author;
  /** On GitLab. */
  readonly author?: Author;
}

/** Routes of a forge's API. */
interface Routes extends IdentityRoutes {
  readonly list: (page: number) => string;
  readonly create: string;
  readonly update: (id: number) => string;
  readonly updateMethod: "PATCH" | "PUT";
}

const pageSize = 100;
/** Ten thousand comments: more than any request that people still read. */
const mostPages = 100;

function routesOf({ forge, api, graphql, project, request, token }: CommentPlace): Routes {
  const user = `${api}/user`;
  if (forge === "github") {
    const comments = `${api}/repos/${project}/issues`;
    return {
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
      },
      user,
      // https://api.github.com/graphql, https://github.example.org/api/graphql
      graphql: graphql ?? `${api.replace(/\/v3$/, "")}/graphql`,
      list: (page) => `${comments}/${request}/comments?per_page=${pageSize}&page=${page}`,
      create: `${comments}/${request}/comments`,
      update: (id) => `${comments}/comments/${id}`,
      updateMethod: "PATCH",
    };
  }
  const notes = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${request}/notes`;
  return {
    headers: { "private-token": token },
    user,
    list: (page) => `${notes}?per_page=${pageSize}&page=${page}&sort=asc&order_by=created_at`,
    create: notes,
    update: (id) => `${notes}/${id}`,
    updateMethod: "PUT",
  };
}

/** The token's own comment that begins with the marker; who it is is asked only where there is such a comment. */
async function findComment(routes: Routes, marker: string): Promise<StoredComment | undefined> {
  let own: Author | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await demandForge("find", { url: routes.list(page), headers: routes.headers });
    const comments = Array.isArray(answer) ? (answer as StoredComment[]) : [];
    for (const comment of comments.filter(({ body = "" }) => body.startsWith(marker))) {
      own ??= await findIdentity(routes);
      if (isOwn(comment.user ?? comment.author, own)) return comment;
    }
    if (comments.length < pageSize) return undefined;
  }
  return undefined;
}

/**
 * Writes a comment on a request: the token's own one that begins with the marker is updated in place, else one is
 * created.
 * @param marker - first line of the comment
 * @throws {RunEnd} with the forge's answer, never with the token
 */
export async function postComment(place: CommentPlace, marker: string, body: string): Promise<PostedComment> {
  const routes = routesOf(place);
  const { headers } = routes;
  const found = await findComment(routes, marker);
  if (found === undefined) {
    const call = { url: routes.create, headers, method: "POST", body: { body } } as const;
    const created = await demandForge("create", call);
    return { did: "created", id: (created as StoredComment).id };
  }
  const call = { url: routes.update(found.id), headers, method: routes.updateMethod, body: { body } };
  await demandForge("update", call);
  return { did: "updated", id: found.id };
}

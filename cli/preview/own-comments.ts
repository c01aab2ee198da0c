import { RunEnd } from "../../components/core/run-end";
import { callForge } from "./forge-call";

/** Author of a comment, in the terms of the forges. */
export interface Author {
  readonly id?: number;
  readonly node_id?: string;
  readonly login?: string;
}

/** Request that asks a forge whose token it is. */
export interface IdentityRoutes {
  readonly headers: Readonly<Record<string, string>>;
  /** Answers with the account of a person's or a project's token. */
  readonly user: string;
  /** Answers for the token of an app, such as that of a workflow; GitHub alone has it. */
  readonly graphql?: string;
}

/**
 * Identity of the token, by which its own comments are found: a comment of another author is never overwritten,
 * whatever its text.
 * @throws {RunEnd} where the forge does not give it
 */
export async function findIdentity({ headers, user, graphql }: IdentityRoutes): Promise<Author> {
  const answer = await callForge("find", { url: user, headers });
  const account = answer.json as Author | undefined;
  if (answer.status === 200 && account?.id !== undefined) return account;
  const second =
    graphql === undefined
      ? undefined
      : await callForge("find", {
          url: graphql,
          method: "POST",
          headers,
          body: { query: "query { viewer { id login } }" },
        });
  const { viewer } =
    (second?.json as { data?: { viewer?: { id?: string; login?: string } } } | undefined)?.data ?? {};
  if (viewer?.id !== undefined && viewer.login !== undefined) {
    return { node_id: viewer.id, login: viewer.login };
  }
  throw new RunEnd("unexpected", {
    text: `Cannot find the comment: ${new URL(user).origin} must name the token's owner, so that no other account's comment is overwritten: got ${(second ?? answer).said}`,
    fix: "use a token of an account or of a workflow",
  });
}

/** Whether a comment is of that account. */
export function isOwn(author: Author | undefined, own: Author): boolean {
  const keys = (["id", "node_id", "login"] as const).filter((key) => own[key] !== undefined);
  // Names can be given to another account, numbers cannot: where there is a number, it decides.
  const [first] = keys;
  if (author === undefined || first === undefined) return false;
  if (first === "id") return author.id === own.id;
  return keys.some((key) => author[key] === own[key]);
}

import { right } from "../../components/core/access/right";
import type { Right } from "../../components/core/access/right";

/**
 * The right that the API server asks for a request on objects of a namespace.
 * @param request - method and path, as `PATCH /api/v1/namespaces/prod/pods/a?fieldManager=sluice`
 * @throws {Error} for a path outside of a namespace
 */
export function rightOf(request: string): Right {
  const [, method = "", path = ""] = /^(\S+) ([^?]+)/.exec(request) ?? [];
  const parts =
    /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/namespaces\/[^/]+\/([^/]+)(?:\/([^/]+)(?:\/([^/]+))?)?/.exec(path);
  if (parts === null) throw new Error(`${request} must be in a namespace`);
  const [, group = "", resource = "", name, subresource] = parts;
  const verbs: Readonly<Record<string, string>> = {
    GET: name === undefined ? "list" : "get",
    POST: "create",
    PUT: "update",
    PATCH: "patch",
    DELETE: "delete",
  };
  return right(group, resource, verbs[method] ?? method, subresource);
}

import { right } from "../../components/core/access/right";
import type { Right } from "../../components/core/access/right";
import type { RoleRule } from "../../components/core/access/roles";

/** A right on one object, or on all of a kind. */
export interface ObjectRight extends Right {
  readonly name: string | undefined;
}

/**
 * The right that the API server asks for a request on objects of a namespace, and the object's name.
 * @param request - method and path, as `PATCH /api/v1/namespaces/prod/pods/a?fieldManager=sluice`
 * @throws {Error} for a path outside of a namespace
 */
export function rightOf(request: string): ObjectRight {
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
  return { ...right(group, resource, verbs[method] ?? method, subresource), name };
}

/** Resource of a right as rules name it. */
export const resourceOf = ({ resource, subresource }: Right): string =>
  subresource === undefined ? resource : `${resource}/${subresource}`;

/** Whether rules give a right. */
export const allows = (rules: readonly RoleRule[], one: ObjectRight): boolean =>
  rules.some(
    ({ apiGroups, resources, verbs, resourceNames }) =>
      apiGroups.includes(one.group) &&
      resources.includes(resourceOf(one)) &&
      verbs.includes(one.verb) &&
      (resourceNames === undefined || resourceNames.includes(one.name ?? "")),
  );

import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { toResource } from "./resource";
import type { Resource } from "./resource";
import { findSecrets, rawOf } from "./share-properties";

const known = new WeakMap<object, Resource>();

/**
 * Converts the engine's view of a resource. Every policy of the pack gets the same inputs, so that they are read once.
 */
export function readResource(args: ResourceValidationArgs | PolicyResource): Resource {
  const raw = rawOf(args.props);
  const before = known.get(raw);
  if (before !== undefined && before.urn === args.urn) return before;
  const parent = typeof args.opts.parent === "string" ? args.opts.parent : undefined;
  const resource = toResource({
    type: args.type,
    name: args.name,
    urn: args.urn,
    raw,
    ignoreChanges: args.opts.ignoreChanges,
    ...(parent === undefined ? {} : { parent }),
    ...(args.provider === undefined ? {} : { provider: rawOf(args.provider.props) }),
    secrets: findSecrets(raw),
  });
  known.set(raw, resource);
  return resource;
}

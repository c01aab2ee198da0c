import type { GivenResource } from "../pack/run-policy";

/** Fields of an object, as a test writes them. */
export type Fields = Record<string, unknown>;

/** Labels of the pods of {@link deployment}. */
export const labels = { app: "shop" };

/** An object of this type, with a name and a namespace. */
export const object = (type: string, spec: Fields, name = "shop", namespace = "prod"): GivenResource => ({
  type,
  name,
  props: { metadata: { name, namespace }, spec },
});

/** A Deployment whose pods have {@link labels}. */
export const deployment = (spec: Fields = {}, name = "shop"): GivenResource =>
  object("kubernetes:apps/v1:Deployment", { template: { metadata: { labels } }, ...spec }, name);

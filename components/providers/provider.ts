import type * as dynamic from "@pulumi/pulumi/dynamic";

/** Inputs or outputs of a dynamic resource as its provider sees them: plain JSON, `__provider` included. */
export type Properties = Record<string, unknown>;

/**
 * The implementation of one kind. Its methods have the signatures of Pulumi's `dynamic.ResourceProvider`; only
 * `create` and `update` may act, and neither ever runs in a preview.
 */
export interface Provider {
  /** Live, read-only facts may be added to the inputs: the engine shows checked inputs as outputs in a preview. */
  check?(olds: Properties, news: Properties): Promise<dynamic.CheckResult>;
  /** Must ignore `run` and `urn`, except to ask whether the run of these inputs is over. */
  diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult>;
  create(inputs: Properties): Promise<dynamic.CreateResult>;
  update(id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult>;
  read?(id: string, props: Properties): Promise<dynamic.ReadResult>;
  delete(id: string, props: Properties): Promise<void>;
}

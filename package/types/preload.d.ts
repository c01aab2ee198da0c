/**
 * Module that Node loads before Pulumi: `nodeargs: --require sluice/preload` in Pulumi.yaml.
 * @example
 * require("sluice/preload");
 */
declare const nothing: Readonly<Record<string, never>>;
export = nothing;

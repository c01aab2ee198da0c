import type { Inputs } from "@pulumi/pulumi";
/**
 * The whole program: declares the resources of the current stack, by its name and files.
 * @example
 * import run = require("sluice/program");
 *
 * export = run;
 */
declare function run(): Promise<Inputs>;
export = run;

import { mapping, text, told } from "../fields/field";

/** `sluice:defaults`: where the values stand that several services share. */
export const defaultsSchema = mapping("defaults", {
  from: told(
    "file with values that several services share, from this file's folder (`../../defaults/prod.yaml`), or a package's (`@acme/defaults/prod.yaml`)",
    text("be the path of a file (./… or ../…), or a file of a package"),
  ),
  version: told(
    "version that the file must have",
    text("be a text, the `version` of the defaults' file"),
    "whatever version it has",
  ).optional(),
});

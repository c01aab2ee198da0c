import { duration, list, mapping, objectName, oneOf, text, textOr, told, whole } from "../fields/field";

const memberSchema = textOr(
  objectName(40),
  mapping("waves[].environments[]", {
    name: objectName(40),
    share: whole(0, 100, "percent").optional(),
    policyPackConfig: list(
      text("be a file, for example policies.eu.json"),
      "be a list of files",
      1,
    ).optional(),
  }),
);

const waveSchema = mapping("waves[]", {
  environments: told(
    "environments of this project that are released in this wave, in order: a name, or `{name, share, policyPackConfig}`; `share` is the percent of the fleet's traffic that it carries, all together 100, and `policyPackConfig` are files of `--policy-pack-config` for it alone, such as its freeze windows",
    list(memberSchema, "be a list of environments with at least one", 1),
  ),
  bake: told(
    "least time from the wave's last promotion until the next wave begins; of the last wave until the command is done",
    duration("30d").optional(),
    "1h, of the last wave none",
  ),
});

/** Schema of a fleet's file under `sluice:`. */
export const fleetSchema = mapping("", {
  waves: told(
    "waves in order; a wave begins when every environment of those before it is promoted and their bake times are over",
    list(waveSchema, "be a list of waves with at least one", 1),
  ),
  maxParallel: told("most environments that are released at once", whole(1, 100).default(1)),
  onFailure: told(
    "what is taken back where an environment fails: `region` it alone, `all` every one that has the release",
    oneOf(["region", "all"]).default("region"),
  ),
});

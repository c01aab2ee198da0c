import { mayCarrySecrets } from "../../components/core/access/secure-address";
import { mapping, text, told } from "../fields/field";

const urlRule = "be an https URL with the bucket in its path, without user, query or fragment";

/** `sluice:report`: where reports are kept besides the record in the cluster. */
export const reportSchema = mapping("report", {
  store: told(
    "a store by the S3 protocol, for `sluice report --store` and `sluice rollout --go-live`",
    mapping("report.store", {
      url: told(
        "address of the bucket by path, and a prefix in it: `https://s3.eu-west-1.amazonaws.com/bucket/releases`",
        text(urlRule, /^https?:\/\/[^\s/?#@]+\/[^\s?#@]+$/).refine(mayCarrySecrets, { error: urlRule }),
      ),
      region: told(
        "region for which requests are signed; other stores than AWS' take `us-east-1`, or say which",
        text("be a region, for example eu-west-1", /^[a-z0-9-]+$/),
      ),
      profile: told(
        "profile of AWS' own configuration",
        text("be a profile of AWS' own configuration", /^\S+$/).optional(),
        "keys of the environment (`AWS_ACCESS_KEY_ID`), else the usual profile",
      ),
    }).optional(),
    "none: the record in the cluster alone",
  ),
});

import { asObject, asObjects, asText, at, showJson } from "../json";
import type { Json, JsonObject } from "../revision/revision";
import { objectNames } from "../settings";
import type { Track } from "../track";
import { formatDuration } from "../duration";
import type { CheckOutcome, ObjectQuestion, Question } from "./spec";
import { valuesAt } from "./values-at";

const fails = (text: string): CheckOutcome => ({ result: "fails", text });
const passes = (text: string): CheckOutcome => ({ result: "passes", text });

/** Judges an object of the cluster; one that is not there, or lacks the value, is not as it should be. */
export function judgeObject(
  question: ObjectQuestion,
  object: JsonObject | undefined,
  nowSeconds: number,
): CheckOutcome {
  const { of: kind, name, path, is, newerThanSeconds, lastsSeconds } = question;
  const who = `${kind} ${name}`;
  if (object === undefined) return fails(`no ${who}`);
  const values = valuesAt(object, path);
  if (values.length === 0) return fails(`a ${who} without ${path}`);
  if (is !== undefined) {
    // A Secret's or ConfigMap's values are nobody's business.
    return values.every((value) => value === is)
      ? passes(`${path} of ${who} is ${showJson(is)}`)
      : fails(`a ${who} whose ${path} is not ${showJson(is)}`);
  }
  const times = values.map((value) => Date.parse(asText(value) ?? "") / 1000);
  if (times.some((time) => Number.isNaN(time))) return fails(`a ${who} whose ${path} is no time`);
  if (newerThanSeconds !== undefined) {
    const ago = Math.round(nowSeconds - Math.min(...times));
    const text = `${path} of ${who} ${formatDuration(Math.max(0, ago))} ago`;
    return ago <= newerThanSeconds
      ? passes(text)
      : fails(`${text} instead of at most ${formatDuration(newerThanSeconds)}`);
  }
  const least = lastsSeconds as number;
  const ahead = Math.round(Math.min(...times) - nowSeconds);
  if (ahead >= least) return passes(`${path} of ${who} is ${formatDuration(ahead)} ahead`);
  const found = ahead < 0 ? `${formatDuration(-ahead)} ago` : `${formatDuration(ahead)} ahead`;
  return fails(`${path} of ${who} ${found} instead of at least ${formatDuration(least)} ahead`);
}

/** One result of a policy engine for an object. */
interface PolicyResult {
  readonly kind: string;
  readonly name: string;
  readonly policy: string;
  readonly rule: string;
  readonly result: string;
}

/** Results of the reports of a namespace, each with the object that it is about. */
function toResults(reports: readonly JsonObject[]): readonly PolicyResult[] {
  return reports.flatMap((report) =>
    asObjects(report["results"]).flatMap((one) => {
      // The object stands on the report, or on each of its results.
      const about: readonly Json[] = [...asObjects(one["resources"]), ...asObjects(one["subjects"])];
      return (about.length === 0 ? [at(report, "scope")] : about).map((object) => {
        const text = (from: Json | undefined, key: string): string => asText(asObject(from)[key]) ?? "";
        const [kind, name] = [text(object, "kind"), text(object, "name")];
        return {
          kind,
          name,
          policy: text(one, "policy"),
          rule: text(one, "rule"),
          result: text(one, "result"),
        };
      });
    }),
  );
}

/** Judges what a policy engine reported on a track's Deployment and its pods; no report of them is no answer. */
export function judgeReports(
  { policies }: Extract<Question, { kind: "policy" }>,
  reports: readonly JsonObject[],
  app: string,
  track: Track,
): CheckOutcome {
  const deployment = objectNames(app).track(track);
  const own = toResults(reports).filter(
    ({ kind, name, policy }) =>
      (policies === undefined || policies.includes(policy)) &&
      ((kind === "Deployment" && name === deployment) ||
        (/^(ReplicaSet|Pod)$/.test(kind) && name.startsWith(`${deployment}-`))),
  );
  const silent = (policies ?? []).filter((policy) => !own.some((one) => one.policy === policy));
  if (own.length === 0) return { result: "unknown", text: `no policy report on Deployment ${deployment}` };
  const bad = own.filter(({ result }) => result === "fail" || result === "error");
  const names = [...new Set(bad.map(({ policy, rule, result }) => `${policy}/${rule} (${result})`))];
  if (names.length > 0) return fails(`${names.slice(0, 3).join(", ")} on Deployment ${deployment}`);
  if (silent.length > 0)
    return { result: "unknown", text: `no result of ${silent.join(", ")} on Deployment ${deployment}` };
  return passes(`${own.length} results, none failed`);
}

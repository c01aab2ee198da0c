import { z } from "zod";
import { parseReference } from "../../components/core/images/reference";
import { imageDigest } from "../../components/core/workload/image";
import { parseDuration } from "../../components/core/duration";
import { given } from "../../components/core/given";
import { nearest } from "./nearest";
import { notYet } from "./not-yet";

const unknownKeyRule = (key: string, known: readonly string[]): string => {
  const near = nearest(key, known);
  return near === undefined
    ? `be one of ${known.map((name) => `"${name}"`).join(", ")}`
    : `be a known key, such as "${near}"`;
};

/**
 * Mapping that accepts these keys and no others.
 * @param path - its place below `sluice:`, for keys that are known but have no effect yet
 */
export function mapping<Shape extends z.ZodRawShape>(path: string, shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? JSON.stringify(
            Object.fromEntries(
              issue.keys.map((key) => [key, notYet(`${path}.${key}`) ?? unknownKeyRule(key, known)]),
            ),
          )
        : `be a mapping of ${known.join(", ")}`,
  });
}

/** A whole number in a range. */
export const whole = (min: number, max: number, unit = "") => {
  const rule = `be a whole ${unit === "" ? "number" : unit} from ${min} to ${max}`;
  return z.number({ error: rule }).int({ error: rule }).min(min, { error: rule }).max(max, { error: rule });
};

/** A text that matches; `rule` reads on after "must". */
export const text = (rule: string, pattern = /\S/) =>
  z.string({ error: rule }).regex(pattern, { error: rule });

/** PromQL. */
export const promql = () => text("be PromQL on one line, at most 1000 characters", /^(?=.*\S).{1,1000}$/);

/** Address of Prometheus, or of what is asked in the same way. */
export const metricsAddress = () =>
  text(
    'be "service://<namespace>/<service>:<port>" or an http(s) URL without user, query or fragment',
    /^(service:\/\/[a-z0-9-]+\/(https:)?[a-z0-9-]+:[a-z0-9-]+(\/[^\s?#@]*)?|https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?)$/,
  );

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `be ${words.map((word) => `"${word}"`).join(" or ")}` });

/** A duration in human form, in whole seconds after parsing; `maxSeconds` at most. */
export const duration = (maxText: string) => {
  const rule = `be a duration up to ${maxText}, for example "10m"`;
  const maxSeconds = parseDuration(maxText) as number;
  return z.string({ error: rule }).transform((value, context) => {
    const seconds = parseDuration(value);
    if (seconds !== undefined && seconds <= maxSeconds) return seconds;
    context.addIssue({ code: "custom", message: rule });
    return z.NEVER;
  });
};

/** A yes or no. */
export const flag = () => z.boolean({ error: "be true or false" });

/** A list; `rule` reads on after "must". */
export const list = <Item extends z.ZodType>(item: Item, rule: string, min = 0) =>
  z.array(item, { error: rule }).min(min, { error: rule });

/** A name as Kubernetes takes it for namespaces and parts of names. */
export const objectName = (max = 63) =>
  text(
    `be a Kubernetes name: lower-case letters, digits and "-", at most ${max} characters`,
    new RegExp(`^(?=.{1,${max}}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$`),
  );

/** A name that Services are made of: these begin with a letter. */
export const serviceName = (max = 63) =>
  text(
    `be a Kubernetes name that begins with a letter: lower-case letters, digits and "-", at most ${max} characters`,
    new RegExp(`^(?=.{1,${max}}$)[a-z]([-a-z0-9]*[a-z0-9])?$`),
  );

const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A name as Kubernetes takes it for most objects: Secrets, service accounts, Gateways. */
export const dottedName = () =>
  text('be a Kubernetes name: lower-case letters, digits, "-" and ".", at most 253 characters', subdomain);

/** An image reference with digest. */
export const pinnedImage = () => {
  const rule = 'end in a digest, "…@sha256:" and 64 hexadecimal digits';
  return text(rule).check((context) => {
    const message = imageDigest(context.value) === undefined ? rule : explainReference(context.value);
    if (message !== undefined) context.issues.push({ code: "custom", message, input: context.value });
  });
};

/** Rule that a pinned reference breaks, as a registry or the kubelet would say it later. */
function explainReference(image: string): string | undefined {
  try {
    parseReference(image);
    return undefined;
  } catch (error) {
    const [, rule] = (error as Error).message.split(/": the |: got /);
    return `be an image's name: the ${String(rule)}`;
  }
}

/** A path of a URL. */
export const urlPath = () => text('be a path that starts with "/"', /^\/\S*$/);

/** A quantity as Kubernetes writes it, a number without unit among them. */
export const quantity = () => {
  const rule = 'be a quantity such as "100m" or "128Mi"';
  const pattern = /^\d+(\.\d+)?([eE][+-]?\d+|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
  return z.union(
    [z.string().regex(pattern, { error: rule }), z.number({ error: rule }).min(0, { error: rule })],
    {
      error: rule,
    },
  );
};

/** Text, or mapping: the problems are those of the form that the value has. */
export const textOr = <Text extends z.ZodType, Mapping extends z.ZodType>(asText: Text, asMapping: Mapping) =>
  z.unknown().transform((value, context): z.output<Text> | z.output<Mapping> => {
    const looksLikeMapping = typeof value === "object" && value !== null;
    const parsed = (looksLikeMapping ? asMapping : asText).safeParse(value);
    if (parsed.success) return parsed.data as z.output<Text> | z.output<Mapping>;
    for (const issue of parsed.error.issues)
      context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });

/**
 * Key with its text for the guide; the schema itself is handed back, so that loading it costs nothing more.
 * @param usual - default of the key, for people; absent where the schema has it
 */
export function told<Field extends z.ZodType>(meaning: string, field: Field, usual?: string): Field {
  z.globalRegistry.add(field, { description: meaning, ...given("usual", usual) });
  return field;
}

import { isMapping } from "../pack/fields";
import type { Fields } from "../pack/fields";
import { isUnknown } from "../pack/unknown";
import type { KubernetesObject } from "./kubernetes-object";

/** The check that texts outside of pods are judged by. */
const checkOfTexts = "literal-secrets";

/** Longest piece of a text that the check reads, in characters. */
const longestPiece = 9000;

/** Annotations that repeat the object, which is judged itself. */
const copies: ReadonlySet<string> = new Set(["kubectl.kubernetes.io/last-applied-configuration"]);

const fieldsOf = (value: unknown): Fields => (isMapping(value) ? value : {});

const isText = (value: unknown): value is string => typeof value === "string" && !isUnknown(value);

/** A text in pieces that end with a line where they can. */
function toPieces(text: string): readonly string[] {
  if (text.length <= longestPiece) return [text];
  const end = text.lastIndexOf("\n", longestPiece);
  const cut = end > 0 ? end : longestPiece;
  return [text.slice(0, cut), ...toPieces(text.slice(cut))];
}

/** Whether an entry of a ConfigMap is a file: its name says nothing of what each line holds. */
const isFile = ([key, value]: readonly [string, string]): boolean =>
  value.includes("\n") || /\.(?!\w*(?:pass|secret|token|credential))\w+$/i.test(key);

/** A container with what is to be judged, at its place in the object. */
const toPart = (given: KubernetesObject, at: string, from: string, container: Fields): KubernetesObject => ({
  ...given,
  apiVersion: "v1",
  kind: "PodTemplate",
  fields: { metadata: {}, template: { spec: { containers: [{ name: "0", ...container }] } } },
  partial: true,
  isPart: true,
  inside: { at, from: `template.spec.containers[0].${from}` },
  onlyFor: checkOfTexts,
});

const textsAt = (given: KubernetesObject, at: string, texts: Fields): readonly KubernetesObject[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    isText(value) && !copies.has(key)
      ? toPieces(value).map((piece) => toPart(given, `${at}[${key}]`, "args", { args: [piece] }))
      : [],
  );

/** Annotations of an object and of the pods that it makes. */
function annotationsOf({ fields }: KubernetesObject): readonly (readonly [string, Fields])[] {
  const read = (holder: unknown): Fields => fieldsOf(fieldsOf(fieldsOf(holder)["metadata"])["annotations"]);
  const { template, jobTemplate } = fieldsOf(fields["spec"]);
  const ofJob = fieldsOf(fieldsOf(jobTemplate)["spec"])["template"];
  return [
    ["metadata.annotations", read(fields)],
    ["spec.template.metadata.annotations", read(template)],
    ["spec.jobTemplate.spec.template.metadata.annotations", read(ofJob)],
  ];
}

/**
 * Texts of an object that stand outside of its containers, each as a container's: entries of a ConfigMap by name and
 * value, its files and all annotations by value alone. In the cluster they are not judged: every controller writes such
 * texts, and none of its writes may be refused for them.
 */
export function toPlainTexts(given: KubernetesObject): readonly KubernetesObject[] {
  const annotated = annotationsOf(given).flatMap(([at, texts]) => textsAt(given, at, texts));
  if (given.apiVersion !== "v1" || given.kind !== "ConfigMap") return annotated;
  const entries = Object.entries(fieldsOf(given.fields["data"])).filter((entry): entry is [string, string] =>
    isText(entry[1]),
  );
  const env = entries.filter((entry) => !isFile(entry)).map(([name, value]) => ({ name, value }));
  return [
    ...annotated,
    ...(env.length === 0 ? [] : [toPart(given, "data", "env", { env })]),
    ...textsAt(given, "data", Object.fromEntries(entries.filter(isFile))),
  ];
}

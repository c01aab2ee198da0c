import { asList, asObjects, asText, at } from "../json";
import type { JsonObject } from "../revision/revision";

/** Literals that are shorter are settings such as a level or a port. */
const shortestLiteral = 8;

/** Ends of the names of variables and options whose value is a secret, however short it is. */
const secretNames =
  /(?:passw(?:or)?d|passphrase|pwd|secret|token|credentials?|(?:api|access|private|signing|encryption)[-_]?key)$/i;

/** Passwords in the addresses that a text has. */
const listPasswords = (text: string): readonly string[] =>
  [...text.matchAll(/\w:\/\/[^\s:/@]*:([^\s/@]+)@/g)].map(([, password]) => password as string);

/** A text as it was before it was written into an address; as it is where it was not. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Forms in which a program may print a text: in an address, in JSON, in base64. */
const spell = (text: string): readonly string[] => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
  Buffer.from(text).toString("base64").replace(/=+$/, ""),
];

/** Forms in which a value of a Secret may be printed: as it is, line by line, and as the password of an address in it. */
export function spellSecret(value: string): readonly string[] {
  const lines = value.split("\n").map((line) => line.trim());
  const passwords = listPasswords(value).flatMap((one) => [one, decode(one)]);
  const forms = [value, value.trim(), ...lines, ...passwords].filter((one) => one !== "").flatMap(spell);
  return [...new Set(forms)];
}

/** Values of options such as `--password=x`. */
const listOptions = (container: JsonObject): readonly string[] =>
  ["command", "args"]
    .flatMap((field) => asList(container[field]))
    .flatMap((given) => {
      const text = asText(given) ?? "";
      const [, name = "", value = ""] = /^-{0,2}([\w.-]+)=(.+)$/s.exec(text) ?? [];
      return secretNames.test(name) ? [value] : listPasswords(text);
    });

/**
 * Values written into the environment and the options of a pod's containers, in the forms in which they may be printed:
 * any long one may be a secret, however it is named, and a short one by its name.
 * @param template - pod, or its template
 */
export function listLiterals(template: JsonObject): readonly string[] {
  const containers = ["containers", "initContainers"].flatMap((list) =>
    asObjects(at(template, "spec", list)),
  );
  const variables = containers
    .flatMap((container) => asObjects(container["env"]))
    .flatMap(({ name, value }) => {
      const text = asText(value) ?? "";
      return text.length >= shortestLiteral || secretNames.test(asText(name) ?? "") ? [text] : [];
    });
  return [...new Set([...variables, ...containers.flatMap(listOptions)].flatMap(spellSecret))];
}

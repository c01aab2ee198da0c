import * as deserialization from "@pulumi/policy/deserialize";

type Properties = Record<string, unknown>;

interface PropertiesMessage {
  toJavaScript(): Properties;
}

/** Key under which the proxy that throws at unknown values gives the value behind it. */
const proxyTarget = "__getSpecialProxyTarget";

/** The key and the text by which Pulumi marks a secret on the wire. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

const secretsByProperties = new WeakMap<object, readonly string[]>();

function collectTexts(value: unknown, into: Set<string>): void {
  if (typeof value === "string" && value !== "") into.add(value);
  else if (typeof value === "number") into.add(String(value));
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) collectTexts(each, into);
}

function collectSecrets(value: unknown, into: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  const marked = value as Properties;
  if (marked[signatureKey] === secretSignature) collectTexts(marked["value"], into);
  else for (const each of Object.values(value)) collectSecrets(each, into);
}

/**
 * Lets all policies share one reading of a resource's inputs. Pulumi's library reads them again for every policy (0.06
 * ms each, more than the checks take), and forgets which of them are secrets.
 */
export function shareProperties(): void {
  const library = deserialization as {
    deserializeProperties: (message: PropertiesMessage, proxySecrets: boolean) => Properties;
  };
  const read = library.deserializeProperties;
  const shared = new WeakMap<PropertiesMessage, Properties>();
  library.deserializeProperties = (message, proxySecrets) => {
    if (proxySecrets) return read(message, proxySecrets);
    const before = shared.get(message);
    if (before !== undefined) return before;
    const plain = message.toJavaScript();
    const properties = read({ toJavaScript: () => plain }, proxySecrets);
    const secrets = new Set<string>();
    collectSecrets(plain, secrets);
    shared.set(message, properties);
    secretsByProperties.set(properties, [...secrets]);
    return properties;
  };
}

/** The plain inputs behind the proxy that the engine hands to a policy, with unknown values as they are written. */
export function rawOf(props: Properties): Properties {
  return (props[proxyTarget] as Properties | undefined) ?? props;
}

/** Every text that Pulumi marked as a secret among these inputs; empty for inputs that did not come over the wire. */
export function findSecrets(raw: Properties): readonly string[] {
  return secretsByProperties.get(raw) ?? [];
}

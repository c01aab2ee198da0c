import type { ConfigurationObject, JsonObject } from "../../../revision/revision";
import { kindOf, nameOf } from "../identity";
import { asText, asTexts } from "../../../json";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes of a base64 text as a text; undefined where they are none. */
function decode(base64: string): string | undefined {
  try {
    return decoder.decode(
      Uint8Array.from(atob(base64.replaceAll(/\s/g, "")), (byte) => byte.codePointAt(0) as number),
    );
  } catch {
    return undefined;
  }
}

/** A rendered ConfigMap or Secret as configuration of a revision. */
export function toConfiguration(object: JsonObject): ConfigurationObject {
  const name = nameOf(object);
  if (kindOf(object) === "ConfigMap") {
    const binaryData = asTexts(object["binaryData"]);
    return {
      kind: "ConfigMap",
      name,
      data: asTexts(object["data"]),
      ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
    };
  }
  const encoded = Object.entries(asTexts(object["data"])).map(
    ([key, base64]) => [key, base64, decode(base64)] as const,
  );
  const texts = encoded.flatMap(([key, , text]) => (text === undefined ? [] : [[key, text]]));
  const bytes = encoded.flatMap(([key, base64, text]) => (text === undefined ? [[key, base64]] : []));
  const type = asText(object["type"]);
  return {
    kind: "Secret",
    name,
    data: { ...(Object.fromEntries(texts) as Record<string, string>), ...asTexts(object["stringData"]) },
    ...(bytes.length === 0 ? {} : { binaryData: Object.fromEntries(bytes) as Record<string, string> }),
    ...(type === undefined || type === "Opaque" ? {} : { type }),
  };
}

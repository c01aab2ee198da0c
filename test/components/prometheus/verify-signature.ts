import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A request as a server got it. */
export interface GotRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Everything but letters, digits and `-._~` in per cent. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * Checks a signature as AWS describes it, from the bytes that arrived.
 * @returns the scope that was signed for, or why the signature is not valid
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature({ method, url, headers, body }: GotRequest, secretAccessKey: string): string {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    );
  if (found === null) return "no signature";
  const [, accessKeyId, day = "", region = "", service = "", names = "", signature] = found;
  const [path = "", query = ""] = url.split("?");
  if (query.includes("+")) return "a plus in the query is ambiguous";
  const canonicalQuery = query
    .split("&")
    .filter((part) => part !== "")
    .map((part) =>
      part
        .split("=")
        .map((each) => encode(decodeURIComponent(each)))
        .join("="),
    )
    .toSorted()
    .join("&");
  const canonicalPath = path.split("/").map(encode).join("/");
  const canonicalHeaders = names
    .split(";")
    .map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, " ")}\n`)
    .join("");
  const payload = (headers["x-amz-content-sha256"] as string | undefined) ?? hash(body);
  const canonical = [method, canonicalPath, canonicalQuery, canonicalHeaders, names, payload].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (before, part) => hmac(before, part),
    `AWS4${secretAccessKey}`,
  );
  const expected = createHmac("sha256", key).update(text).digest("hex");
  return expected === signature ? `${accessKeyId} for ${service} in ${region}` : "another signature";
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";

/** Issuer of tokens with one key (RS256), as an identity provider has it. */
export interface Issuer {
  readonly kid: string;
  /** Document of its keys (RFC 7517). */
  readonly keySet: string;
  /** A token that ends at a moment, seconds since the epoch. */
  issue(expSeconds: number): string;
  /** Whether an `Authorization` header has a token of it that counts now. */
  accepts(authorization: string | undefined): boolean;
}

const pack = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const unpack = (text: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Record<string, unknown>;

/** Makes an issuer with a key of its own. */
export function makeIssuer(kid: string): Issuer {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const secret = createPrivateKey(privateKey);
  const open = createPublicKey(secret);
  return {
    kid,
    keySet: JSON.stringify({ keys: [{ ...open.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] }),
    issue: (exp) => {
      const signed = `${pack({ alg: "RS256", typ: "JWT", kid })}.${pack({ sub: "anna", exp })}`;
      return `${signed}.${sign("sha256", Buffer.from(signed), secret).toString("base64url")}`;
    },
    accepts: (authorization = "") => {
      const [head = "", claims = "", signature = ""] = authorization.replace(/^Bearer /, "").split(".");
      if (head === "" || claims === "") return false;
      const isSigned =
        unpack(head)["alg"] === "RS256" &&
        verify("sha256", Buffer.from(`${head}.${claims}`), open, Buffer.from(signature, "base64url"));
      return isSigned && Number(unpack(claims)["exp"]) > Date.now() / 1000;
    },
  };
}

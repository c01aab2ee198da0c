import type { KeyObject } from "node:crypto";
import type { TrustedRoot } from "@sigstore/protobuf-specs";
import type { SignatureFormat } from "./evidence";
import type { Identity } from "./identity";

interface Common {
  /** For messages. */
  readonly name: string;
  /** The only format that counts. @default - both */
  readonly format?: SignatureFormat;
}

/** Accepted signer, with everything that verifying a signature needs. */
export type Authority =
  | (Common & {
      readonly kind: "key";
      readonly publicKey: KeyObject;
      /** The only accepted digest. @default - the key's usual one, see `signature-hash.ts` */
      readonly hash?: string;
      /** Of whom the key is, DER: signatures may carry it. */
      readonly certificate?: Buffer;
      /** Log that must have an entry. @default - none is demanded or looked at */
      readonly log?: TrustedRoot;
      /** Authority whose timestamp must be there. @default - none is demanded or looked at */
      readonly timestamps?: TrustedRoot;
    })
  | (Common & {
      readonly kind: "keyless";
      readonly identities: readonly Identity[];
      readonly root: TrustedRoot;
      /** Whether an entry in the transparency log is demanded. */
      readonly demandLog: boolean;
      /** Whether an RFC 3161 timestamp is demanded. */
      readonly demandTimestamp: boolean;
      /** Accepts certificates that no certificate transparency log has seen. */
      readonly ignoreSct: boolean;
    });

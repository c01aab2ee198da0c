/** Reason why a registry gave no answer that could be used. */
export type RegistryErrorCode =
  | "unreachable"
  | "timeout"
  | "too-large"
  | "unauthorized"
  | "bad-answer"
  /** The object under this name is no manifest: the registry itself works. */
  | "unreadable"
  | "bad-credentials"
  | "wrong-digest";

const fixes: Readonly<Record<RegistryErrorCode, string>> = {
  unreachable: "check the registry's address and the network, then run again",
  timeout: "check the registry and the network, then run again",
  "too-large": "raise limits.maxBytes if this is what was meant to be there",
  unauthorized: "log in with an account that may pull, for example by docker login",
  unreadable: "see what is there under this name, and push the image again if it is meant to be one",
  "bad-answer": "check that a registry serves this address, then run again",
  "bad-credentials": "mend the Docker configuration or the credential helper",
  "wrong-digest": "do not use this registry or proxy before it is known why it changes what it serves",
};

/** Registry that does not answer or cannot be trusted now: whether an image is signed is not known. */
export class RegistryError extends Error {
  readonly code: RegistryErrorCode;
  /** Way out, one clause, imperative. */
  readonly fix: string;

  constructor(code: RegistryErrorCode, what: string, reason: string, cause?: unknown) {
    super(`Cannot read ${what}: ${reason}`, { cause });
    this.name = "RegistryError";
    this.code = code;
    this.fix = fixes[code];
  }
}

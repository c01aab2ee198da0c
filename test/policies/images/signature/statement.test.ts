import { readStatement, signaturePredicateType } from "../../../../policies/images/signature/statement";

const digest = `sha256:${"a".repeat(64)}`;
const made = (changes: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      _type: "https://in-toto.io/Statement/v1",
      subject: [{ digest: { sha256: "b".repeat(64) } }, { digest: { sha256: "a".repeat(64) } }],
      predicateType: signaturePredicateType,
      predicate: {},
      ...changes,
    }),
  );

test.each(["https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"])(
  "readStatement() reads a statement of %s that names the image among others",
  (_type) => {
    expect(readStatement(made({ _type }), digest)).toEqual({
      predicateType: signaturePredicateType,
      predicate: {},
    });
  },
);

test.each<[string, Buffer, string]>([
  [
    "of another _type",
    made({ _type: "https://in-toto.io/Statement/v2" }),
    "the statement's _type must be one of",
  ],
  ["about nothing", made({ subject: [] }), "got nothing with a SHA-256"],
  [
    "about another kind of digest",
    made({ subject: [{ digest: { sha512: "a" } }] }),
    "got nothing with a SHA-256",
  ],
  [
    "about the image's name only",
    made({ subject: [{ name: digest, digest: {} }] }),
    "got nothing with a SHA-256",
  ],
  ["without a type", made({ predicateType: undefined }), "the signed text must be an in-toto statement"],
  ["that is no JSON", Buffer.from("{"), "the signed statement must be JSON"],
])("readStatement() refuses a statement %s", (_, payload, reason) => {
  expect(() => readStatement(payload, digest)).toThrow(reason);
});

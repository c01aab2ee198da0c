import { isConflict, toApiError } from "../../../components/cluster/api-error";

const generic = "the server rejected our request due to an error in our request";

const answer = (status: number, fields: object, namespace: string): unknown =>
  toApiError(
    status,
    JSON.stringify({ kind: "Status", status: "Failure", code: status, ...fields }),
    `PATCH /apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/httproutes/app`,
  );

const invalid = (message: string) => ({
  reason: "Invalid",
  message: `HTTPRoute.gateway.networking.k8s.io "app" is invalid: ${message}`,
  details: { name: "app", causes: [{ reason: "FieldValueInvalid", message, field: "spec.rules" }] },
});

describe.each(["prod", "test"])("isConflict() in namespace %s", (namespace) => {
  test.each([
    [
      "another writer wrote first",
      409,
      { reason: "Conflict", message: "the object has been modified" },
      true,
    ],
    ["a test of a JSON Patch failed", 422, { reason: "Invalid", message: generic, details: {} }, true],
    ["a test failed and the server gives no details", 422, { reason: "Invalid", message: generic }, true],
    ["a field is invalid", 422, invalid("spec.rules[0]: Invalid value"), false],
    ["a field is invalid and says test", 422, invalid("the test of rule 0 failed"), false],
    ["a message with causes", 422, { ...invalid(""), message: generic }, false],
    ["a policy refuses in words of its own", 422, { reason: "Invalid", message: "denied by test" }, false],
    ["a policy repeats the words", 403, { reason: "Forbidden", message: generic }, false],
    ["the server is away", 503, { reason: "ServiceUnavailable", message: "test" }, false],
  ])("where %s", (_name, status, fields, expected) => {
    expect(isConflict(answer(status, fields, namespace))).toBe(expected);
  });
});

test("isConflict() takes no answer of a proxy in between for one", () => {
  expect(isConflict(toApiError(422, `<html>${generic}: test</html>`, "PATCH /x"))).toBe(false);
  expect(isConflict(new Error("test"))).toBe(false);
});

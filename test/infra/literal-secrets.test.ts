import { findLiteralSecrets } from "../../infra/literal-secrets";

const template = (container: object) => ({
  spec: { containers: [{ name: "web", image: "a", ...container }] },
});

test("findLiteralSecrets() names variables and arguments that the pack calls secrets, and shows no value", () => {
  const env = [
    { name: "DB_PASSWORD", value: "hunter2hunter2" },
    { name: "API_TOKEN", value: "abcdef" },
    { name: "LOG_LEVEL", value: "info" },
  ];
  const problems = findLiteralSecrets("shop", template({ env, args: ["--password=s3cr3t-word"] }));
  expect(problems).toEqual([
    {
      path: "spec.template.spec.containers[web].env",
      text: "spec.template.spec.containers[web].env must have no secrets as values: got DB_PASSWORD, API_TOKEN",
      fix: "refer to a Secret by valueFrom.secretKeyRef; policy literal-secrets of the pack refuses it unless it is exempt",
    },
    {
      path: "spec.template.spec.containers[web].args",
      text: "spec.template.spec.containers[web].args must have no secrets as values: got one",
      fix: "give it by a variable, $(NAME), that refers to a Secret; policy literal-secrets of the pack refuses it unless it is exempt",
    },
  ]);
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|abcdef|s3cr3t/);
});

test("findLiteralSecrets() finds nothing where variables refer to Secrets", () => {
  const secretKeyRef = { name: "db", key: "password" };
  const env = [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef } }];
  expect(findLiteralSecrets("shop", template({ env }))).toEqual([]);
});

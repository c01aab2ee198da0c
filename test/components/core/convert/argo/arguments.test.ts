import { fillArguments, readArguments } from "../../../../../components/core/convert/argo/arguments";

const rollout = { metadata: { name: "shop", labels: { "app.example.org/team": "checkout" } } };

test("readArguments() takes values, fields of the Rollout, and those of the reference over the template's", () => {
  const template = {
    spec: {
      args: [
        { name: "limit", value: 5 },
        { name: "empty", value: null },
        { name: "asked" },
        { value: "nameless" },
        { name: "service", value: "old" },
      ],
    },
  };
  const given = [
    { name: "service", value: "shop" },
    { name: "team", valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.example.org/team']" } } },
    { name: "namespace", valueFrom: { fieldRef: { fieldPath: "metadata.namespace" } } },
    { name: "gone", valueFrom: { fieldRef: { fieldPath: "metadata.annotations['x']" } } },
    { name: "hash", valueFrom: { podTemplateHashValue: "Latest" } },
  ];
  expect(readArguments(template, given, rollout)).toEqual({
    limit: "5",
    service: "shop",
    team: "checkout",
    namespace: "{{namespace}}",
  });
});

test("fillArguments() leaves what nobody gave", () => {
  expect(fillArguments("up{a='{{args.a}}',b='{{ args.b }}'}", { a: "1" })).toBe("up{a='1',b='{{ args.b }}'}");
});

import { container, deployment, service, take } from "../set";

test("containers that a Service targets get a drain, native sidecars among them, and no container twice", () => {
  const set = deployment({
    initContainers: [
      { name: "proxy", image: "p", restartPolicy: "Always", ports: [{ containerPort: 9000 }] },
      { name: "init", image: "i", ports: [{ containerPort: 9000 }] },
    ],
    containers: [container({ lifecycle: { postStart: { exec: {} } } }), { name: "other", image: "o" }],
  });
  const ports = [
    { name: "http", port: 80, targetPort: "http" },
    { name: "proxy", port: 81, targetPort: 9000 },
    { name: "unknown", port: 82 },
  ];
  const { revision, notes } = take([set, service("shop", { ports })]);
  const drain = { preStop: { sleep: { seconds: 7 } } };
  expect(revision.template["spec"]).toMatchObject({
    terminationGracePeriodSeconds: 37,
    initContainers: [{ name: "proxy", lifecycle: drain }, { name: "init" }],
    containers: [{ name: "shop", lifecycle: { postStart: { exec: {} }, ...drain } }, { name: "other" }],
  });
  expect(JSON.stringify(revision.template).match(/preStop/g)).toHaveLength(2);
  expect(notes.filter((note) => note.includes("before SIGTERM"))).toHaveLength(2);
});

test("a grace period that stands is longer by the drain", () => {
  const { revision } = take([deployment({ terminationGracePeriodSeconds: 60 }), service("shop")]);
  expect(revision.template["spec"]).toMatchObject({ terminationGracePeriodSeconds: 67 });
});

test("a hook of the container's own stands, and its pod has no longer to end", () => {
  const own = { preStop: { exec: { command: ["sleep", "5"] } } };
  const { revision, notes } = take([
    deployment({ containers: [container({ lifecycle: own })] }),
    service("shop"),
  ]);
  expect(revision.template["spec"]).toEqual({
    containers: [{ ...container({ lifecycle: own }), image: expect.any(String) as string }],
  });
  expect(notes[0]).toBe(
    "container shop keeps its own preStop hook: draining rests on the endpoint leaving first",
  );
});

import type { JsonObject } from "../../../../../components/core/revision/revision";
import { container, deployment, refuse, take } from "./set";

test.each([
  [
    "env",
    {
      containers: [
        container({
          env: [
            { name: "A", value: "a" },
            { name: "PORT", value: 8080 },
          ],
        }),
      ],
    },
    "spec.template.spec.containers[0].env[1].value",
    "number 8080",
  ],
  [
    "env of an init container",
    { initContainers: [container({ name: "init", env: [{ name: "ON", value: true }] })] },
    "spec.template.spec.initContainers[0].env[0].value",
    "boolean true",
  ],
  [
    "args",
    { containers: [container({ args: ["--port", 8080] })] },
    "spec.template.spec.containers[0].args[1]",
    "number 8080",
  ],
  [
    "command",
    { containers: [container({ command: [["a"]] })] },
    "spec.template.spec.containers[0].command[0]",
    'list ["a"]',
  ],
  [
    "node selector",
    { nodeSelector: { gpu: true } },
    'spec.template.spec.nodeSelector["gpu"]',
    "boolean true",
  ],
])("renderApp() refuses a %s that YAML took for something else than a text", (_, pod, path, got) => {
  expect(refuse([deployment(pod)])).toEqual([
    `${path} of Deployment shop must be a text: got the ${got}; write it in quotes`,
  ]);
});

test("renderApp() refuses labels and annotations of the pods that are no texts, and takes what is left empty", () => {
  const template = (metadata: object) => ({ metadata, spec: { containers: [container()] } }) as JsonObject;
  const labels = { app: "shop", version: 1 };
  expect(refuse([deployment({}, { template: template({ labels, annotations: { build: 1.5 } }) })])).toEqual([
    'spec.template.metadata.labels["version"] of Deployment shop must be a text: got the number 1; write it in quotes',
    'spec.template.metadata.annotations["build"] of Deployment shop must be a text: got the number 1.5; write it in quotes',
  ]);
  const env = [
    { name: "A", value: null },
    { name: "B", valueFrom: {} },
  ];
  expect(take([deployment({ containers: [container({ env })] })]).notes).toEqual(expect.any(Array));
});

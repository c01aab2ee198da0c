import { goodContainer, goodImage, goodSpec } from "./good-pod";
import { app, deployment, withContainer } from "./objects";
import type { CheckCase } from "./objects";

const digest = goodImage.slice(goodImage.indexOf("@"));
const volume = (reference: string) =>
  deployment(
    goodSpec({
      volumes: [
        { name: "model", image: { reference } },
        { name: "tmp", emptyDir: {} },
      ],
    }),
  );
const at = "spec.template.spec.volumes[model].image.reference";

const from = (name: string, image: string, registries: string, isFine: boolean): CheckCase => ({
  name: `${name}: ${image} of "${registries}"`,
  given: withContainer({ image: `${image}${digest}` }),
  parameters: { "image-registry": { registries } },
  findings: isFine ? {} : { "image-registry": [`${app}.image`] },
});

/** Images of containers and volumes, and where they come from. */
export const imageCases: readonly CheckCase[] = [
  {
    name: "a volume by tag latest",
    given: volume("evil.example/model:latest"),
    findings: { "image-digest": [at], "image-latest": [at] },
  },
  { name: "a volume by tag", given: volume("models.example/m:v1"), findings: { "image-digest": [at] } },
  { name: "a volume by digest", given: volume(goodImage), findings: {} },
  {
    name: "a volume of another registry",
    given: volume(`evil.example/m${digest}`),
    parameters: { "image-registry": { registries: "registry.example.org" } },
    findings: { "image-registry": [at] },
  },
  {
    name: "an init container by tag",
    given: deployment(
      goodSpec({
        initContainers: [
          goodContainer({ name: "init", image: "registry.example.org/i:v1", restartPolicy: "Always" }),
        ],
      }),
    ),
    findings: { "image-digest": ["spec.template.spec.initContainers[init].image"] },
  },
  from("a border at the host's end", "registry.example.org.evil.com/x", "registry.example.org", false),
  from("another port", "registry.example.org:5000/x", "registry.example.org", false),
  from("the host itself", "registry.example.org/x", "registry.example.org", true),
  from("the default port", "registry.example.org:443/x", "registry.example.org", true),
  from("the default port in the list", "registry.example.org/x", "registry.example.org:443/", true),
  from("a port that is named", "registry.example.org:5000/x", "registry.example.org:5000", true),
  from("a border at a path's end", "registry.example.org/teams/x", "registry.example.org/team", false),
  from("a path", "registry.example.org/team/x", "registry.example.org/team", true),
  from("one repository", "registry.example.org/team", "registry.example.org/team", true),
  from("one repository with a tag", "registry.example.org/team:v1", "registry.example.org/team", true),
  from("a blank after the comma", "registry.example.org/shop", "a.example/, registry.example.org/", true),
  from("a line for each", "b.example/shop", "a.example/,\n  b.example/\n", true),
  from("Docker Hub by its short name", "nginx", "docker.io/library/", true),
  from("Docker Hub by its host alone", "docker.io/nginx", "docker.io/library", true),
  from("a user of Docker Hub", "acme/shop", "docker.io/acme", true),
  from("another user of Docker Hub", "acme2/shop", "docker.io/acme", false),
  from("Docker Hub by its other name", "index.docker.io/acme/shop", "docker.io/acme", true),
  from("Docker Hub by the host of its API", "registry-1.docker.io/library/nginx", "docker.io/library", true),
  from("Docker Hub by its other name in the list", "nginx", "index.docker.io", true),
  from("Docker Hub by another name, of another user", "registry-1.docker.io/evil/x", "docker.io/acme", false),
  from("a host in capitals", "Registry.Example.org/x", "registry.example.org", true),
  from("a host in capitals in the list", "registry.example.org/x", "Registry.Example.org", true),
  from(
    "a repository called as the registry",
    "evil.example/registry.example.org/x",
    "registry.example.org",
    false,
  ),
];

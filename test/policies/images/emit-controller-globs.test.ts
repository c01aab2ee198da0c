import { repositoryName, parseReference } from "../../../components/core/images/reference";
import { toControllerGlobs } from "../../../policies/images/emit-controller-globs";
import { matchesImage } from "../../../policies/images/rules/match-image";

const digest = `sha256:${"a".repeat(64)}`;

/** Name that the controller reads a reference as: of Docker Hub it knows one other name, the rest stays as written. */
function readName(image: string): string {
  const [name = "", hash] = image.split("@");
  const first = name.includes("/") ? (name.split("/")[0] ?? "") : "";
  const isHost = /[.:]/.test(first) || first === "localhost";
  const host = isHost ? first : "index.docker.io";
  const rest = isHost ? name.slice(first.length + 1) : name;
  const tagged = /:[^/]*$/.test(rest) || hash !== undefined ? rest : `${rest}:latest`;
  const hub = host === "docker.io" || host === "index.docker.io";
  const repository = hub && !tagged.includes("/") ? `library/${tagged}` : tagged;
  const plain = hash === undefined ? repository : repository.replace(/:[^/]*$/, "");
  return `${hub ? "index.docker.io" : host}/${plain}${hash === undefined ? "" : `@${hash}`}`;
}

/** Whether the controller matches a glob, as its source does. */
function matches(glob: string, image: string): boolean {
  const known = glob === "*/*" ? "index.docker.io/*/*" : glob === "*" ? "index.docker.io/library/*" : glob;
  expect(known).toMatch(/^[a-zA-Z0-9\-_:/*.@]+$/);
  const source = known
    .replaceAll(".", String.raw`\.`)
    .replaceAll("**", "#")
    .replaceAll("*", "[^/]*");
  const pattern = new RegExp(`^${source.replaceAll("#", ".*")}$`);
  return pattern.test(readName(image)) || pattern.test(image);
}

const hosts = [
  "ghcr.io",
  "ghcr.io:443",
  "ghcr.io:80",
  "ghcr.io:5000",
  "ghcr.io.evil.example",
  "registry.example.org:5000",
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io:443",
  "localhost:80",
];
const images = [
  ...hosts.flatMap((host) =>
    ["acme/shop", "acme/shop2", "acme/team/shop", "nginx"].map((one) => `${host}/${one}`),
  ),
  "nginx",
  "library/nginx",
  "nginx-evil",
  "acme/shop",
].flatMap((name) => [`${name}@${digest}`, `${name}:v1`, `${name}:v1@${digest}`]);

test.each([
  "ghcr.io/acme/shop",
  "ghcr.io/acme/*",
  "ghcr.io/acme/**",
  "ghcr.io:443/acme/shop*",
  "ghcr.io:5000/**",
  "registry.example.org:5000/acme/shop",
  "docker.io/library/nginx",
  "docker.io/library/**",
  "docker.io/acme/*",
  "localhost/acme/shop",
  "nginx",
  "nginx*",
  "acme/shop",
  "acme/**",
  "n**",
  "*.io/acme/shop",
  "**",
])("the controller's globs of %s mean the images that plan time means", (glob) => {
  const globs = toControllerGlobs(glob);
  const meant = images.filter((image) => matchesImage({ glob, exclude: [] }, parseReference(image)));
  const judged = images.filter((image) => globs.some((each) => matches(each, image)));
  expect(judged.map((image) => `${image} (${repositoryName(parseReference(image))})`)).toEqual(
    meant.map((image) => `${image} (${repositoryName(parseReference(image))})`),
  );
  expect(meant.length).toBeGreaterThan(0);
});

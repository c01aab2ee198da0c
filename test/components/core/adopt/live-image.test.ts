import { findLiveImage } from "../../../../components/core/adopt/live-image";
import type { Pod } from "../../../../components/core/workload/pod";

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const pod = (imageID: string | undefined, phase = "Running"): Pod => ({
  metadata: { name: "p", uid: "u" },
  spec: { containers: [] },
  status: {
    phase,
    containerStatuses: [{ name: "web", ...(imageID === undefined ? {} : { imageID }) }, { name: "proxy" }],
  },
});
const [a, b] = [`docker.io/library/web@${digest("a")}`, `docker.io/library/web@${digest("b")}`];

test.each<[string, string | undefined, readonly Pod[], string | undefined]>([
  ["its own digest", `r.org/web@${digest("c")}`, [pod(a)], `r.org/web@${digest("c")}`],
  [
    "the digest of all pods for its tag",
    "r.org:5000/web:v1",
    [pod(a), pod(a)],
    `r.org:5000/web@${digest("a")}`,
  ],
  ["the digest for no tag", "r.org:5000/web", [pod(a)], `r.org:5000/web@${digest("a")}`],
  ["the digest of those that serve", "web:v1", [pod(b, "Failed"), pod(a)], `web@${digest("a")}`],
  ["none where pods differ", "web:v1", [pod(a), pod(b)], undefined],
  ["none where one has not started", "web:v1", [pod(a), pod(undefined)], undefined],
  ["none where a bare digest is the configuration's", "web:v1", [pod(digest("a"))], undefined],
  ["none without pods", "web:v1", [], undefined],
  [
    "none of a pod without a report",
    "web:v1",
    [{ metadata: { name: "p", uid: "u" }, spec: { containers: [] } }],
    undefined,
  ],
  ["none without an image", undefined, [pod(a)], undefined],
])("findLiveImage() gives %s", (_, image, pods, expected) => {
  expect(findLiveImage(image, "web", pods)).toBe(expected);
});

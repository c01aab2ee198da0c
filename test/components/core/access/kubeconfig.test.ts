import {
  findContext,
  listContexts,
  readEntry,
  readList,
  readText,
} from "../../../../components/core/access/kubeconfig";

const config = (name: string, rest: object = {}) => ({
  contexts: [{ name, context: { cluster: "c", user: "u" } }],
  clusters: [{ name: "c", cluster: { server: `https://${name}` } }],
  users: [{ name: "u", user: { token: name } }],
  ...rest,
});
const at = (path: string, content: unknown) => ({ path, content });

test("findContext() finds a context with its cluster and user", () => {
  expect(findContext([at("/a", config("prod"))], "prod")).toEqual({
    ok: true,
    cluster: { name: "c", file: "/a", values: { server: "https://prod" } },
    user: { name: "u", file: "/a", values: { token: "prod" } },
  });
});

test("findContext() takes the first entry of a name whole, whatever later files say", () => {
  const first = at("/a", config("prod", { users: [{ name: "u", user: { username: "first" } }] }));
  const found = findContext([first, at("/b", config("stage")), at("/c", config("prod"))], "stage");
  expect(found).toMatchObject({
    cluster: { file: "/a", values: { server: "https://prod" } },
    user: { file: "/a", values: { username: "first" } },
  });
});

test("findContext() finds parts in several files", () => {
  const { contexts, ...rest } = config("prod");
  expect(findContext([at("/a", { contexts }), at("/b", rest)], "prod")).toMatchObject({
    cluster: { file: "/b" },
    user: { file: "/b" },
  });
});

test("findContext() takes the same file twice for one", () => {
  const file = at("/a", config("prod"));
  expect(findContext([file, file], "prod")).toMatchObject({ ok: true });
});

test("findContext() takes names that are numbers in YAML", () => {
  const numbers = {
    contexts: [{ name: 1, context: { cluster: 2, user: 3 } }],
    clusters: [{ name: 2, cluster: { server: "https://api" } }],
    users: [{ name: 3, user: { token: "t" } }],
  };
  expect(findContext([at("/a", numbers)], "1")).toMatchObject({
    cluster: { name: "2" },
    user: { name: "3" },
  });
});

test("findContext() finds a context without user", () => {
  const found = findContext(
    [at("/a", config("prod", { contexts: [{ name: "prod", context: { cluster: "c" } }] }))],
    "prod",
  );
  expect(found).toEqual({ ok: true, cluster: expect.objectContaining({ name: "c" }) });
});

test.each([
  [
    "an unknown context, naming those that are there",
    config("prod", { contexts: [{ name: "a" }, { name: "b" }] }),
    "sluice:cluster.context must be a context of the kubeconfig (a, b): got prod",
  ],
  [
    "a file without anything",
    null,
    "sluice:cluster.context must be a context of the kubeconfig (none): got prod",
  ],
  [
    "lists that are none",
    { contexts: "null" },
    "sluice:cluster.context must be a context of the kubeconfig (none): got prod",
  ],
  [
    "entries without name",
    { contexts: [{ context: {} }] },
    "sluice:cluster.context must be a context of the kubeconfig (none): got prod",
  ],
  [
    "a cluster that is not there",
    config("prod", { clusters: [] }),
    'context "prod" must name a cluster of the kubeconfig: got "c" (/a)',
  ],
  [
    "a context without cluster",
    config("prod", { contexts: [{ name: "prod" }] }),
    'context "prod" must name a cluster of the kubeconfig: got "" (/a)',
  ],
  [
    "a user that is not there",
    config("prod", { users: [] }),
    'context "prod" must name a user of the kubeconfig: got "u" (/a)',
  ],
  [
    "a context twice in one file",
    config("prod", { contexts: [{ name: "prod" }, { name: "prod" }] }),
    'context "prod" must be in /a once: got it twice',
  ],
  [
    "a cluster twice in one file",
    config("prod", { clusters: [{ name: "c" }, { name: "c" }] }),
    'cluster "c" must be in /a once: got it twice',
  ],
  [
    "a user twice in one file",
    config("prod", { users: [{ name: "u" }, { name: "u" }] }),
    'user "u" must be in /a once: got it twice',
  ],
])("findContext() refuses %s", (_name, content, problem) => {
  expect(findContext([at("/a", content)], "prod")).toEqual({ ok: false, problem });
});

test("readText(), readEntry() and readList() read what is there and nothing else", () => {
  expect([readText("a"), readText(7), readText(""), readText(null), readText(true)]).toEqual([
    "a",
    "7",
    undefined,
    undefined,
    undefined,
  ]);
  expect([readEntry({ a: 1 }), readEntry([1]), readEntry(null), readEntry("a")]).toEqual([
    { a: 1 },
    {},
    {},
    {},
  ]);
  expect([readList([1]), readList({ a: 1 }), readList(null)]).toEqual([[1], [], []]);
});

test("listContexts() names every context once, in the order of the files", () => {
  expect(
    listContexts([at("/a", config("prod")), at("/b", config("stage")), at("/c", config("prod"))]),
  ).toEqual(["prod", "stage"]);
});

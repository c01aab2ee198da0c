import { findAttached } from "../../../../components/core/attached/find-attached";
import type { Policy } from "../../../../components/core/attached/hook";
import { judgeAttached } from "../../../../components/core/attached/judge-attached";
import type { AppSettings } from "../../../../components/core/attached/place";
import { copyOf, policy, service } from "./policies";

const settings = { app: "till", namespace: "prod", traffic: { route: "till" } } as AppSettings;
const rules = { app: "till", accepted: {}, copies: false, urgent: false };
const judge = (policies: readonly Policy[], more: Partial<typeof rules> = {}, unseen: string[] = []) => {
  const reading = {
    ...findAttached({ settings, policies, rules: { own: [], probes: [], others: [] }, hasProbes: false }),
    unseen,
  };
  const { problems, notes } = judgeAttached(reading, { ...rules, ...more });
  return { problems: problems.map(({ text, fix }) => `${text}; ${fix}`), notes };
};

const tls = policy("tls", "t", { targetRefs: [service("till-stable")], a: 1 });
const login = policy("login", "l", { targetRefs: [service("till-stable")] });

test("judgeAttached() finds nothing where nothing is", () => {
  expect(judge([])).toEqual({ problems: [], notes: [] });
});

test.each([
  ["missing", [tls], "got BackendTLSPolicy prod/t has no copy t-canary"],
  [
    "different",
    [tls, copyOf("tls", "t-canary", "t", { targetRefs: [service("till-canary")], a: 2 })],
    "got BackendTLSPolicy prod/t-canary differs from BackendTLSPolicy prod/t",
  ],
  [
    "left over",
    [copyOf("tls", "t-canary", "t", { targetRefs: [service("till-canary")] })],
    "got BackendTLSPolicy prod/t-canary is a copy whose original is gone",
  ],
])(
  "judgeAttached(): a copy that is %s is drift, until base makes it as it must be",
  (_name, policies, text) => {
    const { problems } = judge(policies);
    expect(problems).toEqual([expect.stringContaining(text)]);
    expect(problems[0]).toContain("the base stack's up makes the copies");
    expect(judge(policies, { copies: true }).problems).toEqual([]);
  },
);

test("judgeAttached() lists what hangs on the app, and what base copies", () => {
  expect(judge([tls], { copies: true }).notes).toEqual([
    "BackendTLSPolicy prod/t hangs on Service prod/till-stable",
    "BackendTLSPolicy prod/t is copied as BackendTLSPolicy t-canary",
  ]);
});

test("judgeAttached() refuses by name what cannot be copied, with both ways out", () => {
  const { problems, notes } = judge([login], { copies: true });
  expect(problems).toEqual([
    `every Service and rule of till must have stable's policies: got SecurityPolicy prod/l hangs on Service prod/till-stable: Service till-canary has not the same, and a copy of this kind may mean something else; its owner names the others in it as well, or sluice:traffic.policies: { "SecurityPolicy/l": "<reason>" } accepts it`,
  ]);
  expect(notes).toEqual([]);
});

test("judgeAttached() accepts by a reason, of a kind that is copied, too", () => {
  const accepted = {
    "SecurityPolicy/l": "counts by client",
    "BackendTLSPolicy/t": "plain pods",
    "X/gone": "old",
  };
  const { problems, notes } = judge([login, tls], { accepted });
  expect(problems).toEqual([]);
  expect(notes).toEqual([
    expect.stringMatching(
      /^accepted by sluice:traffic.policies \(counts by client\): SecurityPolicy prod\/l/,
    ),
    expect.stringMatching(/^accepted by sluice:traffic.policies \(plain pods\): BackendTLSPolicy prod\/t/),
    "sluice:traffic.policies names X/gone, which hangs on nothing of till",
  ]);
});

test("judgeAttached() only tells in a rollback or an emergency what cannot be copied, and demands the copies", () => {
  const { problems, notes } = judge([login, tls], { urgent: true });
  expect(problems).toEqual([expect.stringContaining("BackendTLSPolicy prod/t has no copy")]);
  expect(notes).toContainEqual(expect.stringContaining("got SecurityPolicy prod/l hangs on"));
});

test("judgeAttached() names what it could not look through", () => {
  expect(judge([], {}, ["securitypolicies (gateway.envoyproxy.io)"]).notes).toEqual([
    "policies by name cannot be looked for in securitypolicies (gateway.envoyproxy.io): this account may not list them",
  ]);
});

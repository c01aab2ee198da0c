"use strict";
// Credential plugin of a kubeconfig in CI: a token of EKS, GKE or AKS in exchange for the job's own identity (OIDC), so
// that no kubeconfig and no key is stored anywhere. Called again whenever a token ends, so a soak of hours outlives it.
// docs/how-to/ci.md says what its variables mean.
const { setTimeout: wait } = require("node:timers/promises");

const audiences = { eks: "sts.amazonaws.com", aks: "api://AzureADTokenExchange" };
const deadlineMs = 20_000;

/** A variable that must be there. */
function need(env, name) {
  const value = env[name];
  if (value === undefined || value === "") {
    throw new Error(
      `Cannot log in to the cluster: ${name} must be set: got nothing\n  → see docs/how-to/ci.md`,
    );
  }
  return value;
}

/** Sends a request; what answers 5xx or not at all is asked again. Answers of token services are never shown. */
async function ask(what, url, options) {
  for (let attempt = 1; ; attempt += 1) {
    let status = "no answer";
    try {
      const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(deadlineMs) });
      if (answer.ok) return await answer.json();
      status = String(answer.status);
      if (answer.status < 500 || attempt === 3) throw new Error(status);
    } catch (error) {
      if (attempt === 3 || /^\d+$/.test(error.message)) {
        throw new Error(
          `Cannot log in to the cluster: ${what} must give a token: got ${status}\n  → see docs/how-to/ci.md`,
          { cause: error },
        );
      }
    }
    await wait(attempt * 1000);
  }
}

const form = (fields) => ({
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
  body: new URLSearchParams(fields).toString(),
});

/** The job's own identity: GitLab gives it as a variable, GitHub on request. */
async function identityToken(env, audience) {
  if (env.SLUICE_ID_TOKEN) return env.SLUICE_ID_TOKEN;
  const url = new URL(need(env, "ACTIONS_ID_TOKEN_REQUEST_URL"));
  url.searchParams.set("audience", audience);
  const authorization = `bearer ${need(env, "ACTIONS_ID_TOKEN_REQUEST_TOKEN")}`;
  return (await ask("GitHub", url, { headers: { authorization } })).value;
}

/** EKS takes a request that the role signed: https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization */
async function eks(env, now) {
  const region = need(env, "AWS_REGION");
  const fields = {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: need(env, "AWS_ROLE_ARN"),
    RoleSessionName: "sluice",
    WebIdentityToken: await identityToken(env, audiences.eks),
  };
  const host = `sts.${region}.amazonaws.com`;
  const answer = await ask("AWS", env.AWS_ENDPOINT_URL_STS ?? `https://${host}/`, form(fields));
  const given = answer.AssumeRoleWithWebIdentityResponse.AssumeRoleWithWebIdentityResult.Credentials;
  const { sign } = require("aws4");
  const { path } = sign(
    {
      host,
      region,
      service: "sts",
      path: "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=60",
      headers: { "x-k8s-aws-id": need(env, "CLUSTER_NAME") },
      signQuery: true,
    },
    {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    },
  );
  const token = `k8s-aws-v1.${Buffer.from(`https://${host}${path}`).toString("base64url")}`;
  return { token, expires: new Date(now.getTime() + 14 * 60_000) };
}

/** https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token */
async function gke(env, now) {
  const provider = need(env, "GCP_WORKLOAD_IDENTITY_PROVIDER");
  const scope = "https://www.googleapis.com/auth/cloud-platform";
  const exchanged = await ask(
    "Google",
    env.GOOGLE_STS_URL ?? "https://sts.googleapis.com/v1/token",
    form({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      audience: `//iam.googleapis.com/${provider}`,
      scope,
      requested_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      subject_token: await identityToken(env, `https://iam.googleapis.com/${provider}`),
    }),
  );
  const account = env.GCP_SERVICE_ACCOUNT;
  if (!account) {
    return { token: exchanged.access_token, expires: new Date(now.getTime() + exchanged.expires_in * 1000) };
  }
  const base = env.GOOGLE_IAM_URL ?? "https://iamcredentials.googleapis.com";
  const own = await ask("Google", `${base}/v1/projects/-/serviceAccounts/${account}:generateAccessToken`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${exchanged.access_token}` },
    body: JSON.stringify({ scope: [scope], lifetime: "3600s" }),
  });
  return { token: own.accessToken, expires: new Date(own.expireTime) };
}

/** The application that every AKS cluster with Entra ID is: https://azure.github.io/kubelogin/concepts/aks.html */
async function aks(env, now) {
  const authority = env.AZURE_AUTHORITY_HOST ?? "https://login.microsoftonline.com";
  const answer = await ask(
    "Azure",
    `${authority}/${need(env, "AZURE_TENANT_ID")}/oauth2/v2.0/token`,
    form({
      grant_type: "client_credentials",
      client_id: need(env, "AZURE_CLIENT_ID"),
      scope: "6dae42f8-4368-4678-94ff-3960e28e3630/.default",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await identityToken(env, audiences.aks),
    }),
  );
  return { token: answer.access_token, expires: new Date(now.getTime() + answer.expires_in * 1000) };
}

async function main(env) {
  const clouds = { eks, gke, aks };
  const cloud = need(env, "CLUSTER_CLOUD");
  const login = Object.hasOwn(clouds, cloud) ? clouds[cloud] : undefined;
  if (login === undefined) {
    throw new Error(`Cannot log in to the cluster: CLUSTER_CLOUD must be eks, gke or aks: got "${cloud}"`);
  }
  const { token, expires } = await login(env, new Date());
  const status = { token, expirationTimestamp: expires.toISOString().replace(/\.\d+Z$/, "Z") };
  const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status };
  process.stdout.write(`${JSON.stringify(credential)}\n`);
}

main(process.env).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});

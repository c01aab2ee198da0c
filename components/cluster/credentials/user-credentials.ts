import type { Entry } from "../../core/access/kubeconfig";
import type { KubeconfigUser } from "../../core/access/kubeconfig-user";
import type { Authorization, Credentials } from "./credentials";
import type { KubeconfigReader } from "./kubeconfig-reader";
import { oidcCredentials } from "./oidc-credentials";
import { pluginCredentials } from "./plugin-credentials";
import { tokenFileCredentials } from "./token-file-credentials";

const fixed = (headers: Readonly<Record<string, string>>): Credentials => ({
  get: async () => await Promise.resolve({ headers }),
  refused: () => false,
});

function identify({ identity }: KubeconfigUser, cluster: Entry, reader: KubeconfigReader): Credentials {
  switch (identity.kind) {
    case "none":
      return fixed({});
    case "token":
      return fixed({ authorization: `Bearer ${identity.token}` });
    case "token-file": {
      const { file, token } = identity;
      return tokenFileCredentials({
        file: reader.resolve(file),
        read: () => reader.content({ file }),
        token,
      });
    }
    case "basic": {
      const pair = Buffer.from(`${identity.user}:${identity.password}`).toString("base64");
      return fixed({ authorization: `Basic ${pair}` });
    }
    case "exec":
      return pluginCredentials(identity.plugin, cluster, reader);
    case "oidc": {
      const { "idp-certificate-authority-data": data, "idp-certificate-authority": file } = identity.config;
      const content = data === undefined ? file && { file } : { data };
      return oidcCredentials({ config: identity.config, ca: content ? reader.content(content) : undefined });
    }
  }
}

/**
 * Credentials of a kubeconfig's user. Certificates in files are read for each request, since they are renewed there.
 * @param cluster - entry of the kubeconfig
 * @param reader - of the kubeconfig that contains the user
 */
export function userCredentials(user: KubeconfigUser, cluster: Entry, reader: KubeconfigReader): Credentials {
  const identity = identify(user, cluster, reader);
  const { certificate: files, impersonation } = user;
  const origins = new WeakMap<Authorization, Authorization>();
  return {
    get: async (signal) => {
      const origin = await identity.get(signal);
      const own = files && { cert: reader.content(files.cert), key: reader.content(files.key) };
      const certificate = origin.certificate ?? own;
      const headers = { ...origin.headers, ...impersonation };
      const authorization = { headers, ...(certificate === undefined ? {} : { certificate }) };
      origins.set(authorization, origin);
      return authorization;
    },
    refused: (authorization) => {
      const origin = origins.get(authorization);
      return origin !== undefined && identity.refused(origin);
    },
  };
}

import type { BindingScope, Enforcement } from "../../components/core/access/admission-binding";
import type { Exemption } from "../pack/exemption";
import type { FindRoot, ReadFile } from "./rules/resolve-authority";

/** Way in which a cluster gets the rules of `images-signed`. */
export interface ClusterTerms {
  readonly readFile: ReadFile;
  /** `audit` only warns, whatever the policies say; `deny` does as each policy's `mode` says. */
  readonly enforcement: Enforcement;
  /** Namespaces that the rules are about, where the controller can be told. */
  readonly scope: BindingScope;
  /** Exemptions of the policy that have not ended. */
  readonly exemptions: readonly Exemption[];
}

/** Terms, and the roots that the configuration names. */
export interface NamedTerms extends ClusterTerms {
  readonly findRoot: FindRoot;
}

/** Policy packs as commands take them. */
export interface PolicyFlags {
  readonly policyPack?: readonly string[];
  readonly policyPackConfig?: readonly string[];
}

/** The same as arguments of `pulumi up` and `pulumi preview`. */
export function policyArguments({ policyPack = [], policyPackConfig = [] }: PolicyFlags): string[] {
  return [
    ...policyPack.flatMap((folder) => ["--policy-pack", folder]),
    ...policyPackConfig.flatMap((file) => ["--policy-pack-config", file]),
  ];
}

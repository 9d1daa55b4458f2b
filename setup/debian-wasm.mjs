// A rustup toolchain with the target wasm32-unknown-unknown, made from Debian's packages: for machines that reach
// Debian's mirrors and not rustup's. Debian has a recent compiler (rustc-web), the source of its library, and a linker, but
// not the library compiled for wasm32: that is compiled here, once, and copied beside the compiler's other targets.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announce, hasApt, installedVersion, installPackages, runAsRoot } from "./apt.mjs";
import { outputOf, runLong } from "./command.mjs";

const target = "wasm32-unknown-unknown";
const packages = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-19"];
const linker = "/usr/bin/lld-19";
const library = `/usr/lib/rustlib/${target}/lib`;

/** Returns the version of the installed compiler, or null if a package is missing. */
const compilerVersion = () => (packages.every(installedVersion) ? installedVersion("rustc-web") : null);

/** Holds the version of the compiler that compiled the library. No other version can read it. */
const compiledBy = `${library}/compiled-by.txt`;

function libraryIsReady() {
  return existsSync(compiledBy) && readFileSync(compiledBy, "utf8") === compilerVersion();
}

const namePrefix = "debian-wasm-";

/** The name holds the version, so that no target folder outlives the library that it was compiled against. */
const toolchain = () => namePrefix + compilerVersion();

function linkedToolchains() {
  const names = outputOf("rustup", ["toolchain", "list", "--quiet"])?.split("\n") ?? [];
  return names.filter((name) => name.startsWith(namePrefix));
}

export const debianWasm = {
  /** Returns the name of the toolchain in rustup. */
  toolchain,

  isPossible() {
    return hasApt() && outputOf("rustup", ["--version"]) !== null;
  },

  isReady() {
    return libraryIsReady() && linkedToolchains().includes(toolchain());
  },

  async install() {
    if (compilerVersion() === null) await installPackages(packages);
    if (!libraryIsReady()) {
      await announce(
        `This writes the library for wasm32 to ${library}, and the link /usr/local/bin/rust-lld, as root.`,
      );
      await installLibrary();
    }
    for (const outdated of linkedToolchains()) outputOf("rustup", ["toolchain", "uninstall", outdated]);
    await runLong("Linking the compiler in rustup", "rustup", ["toolchain", "link", toolchain(), "/usr"]);
  },
};

/** A shell script: $1 is the folder of the compiled library, $2 the version of the compiler. */
const copyBesideCompiler = `
  rm -rf ${library}
  mkdir -p ${library}
  rm "$1"/libempty-*
  cp "$1"/*.rlib ${library}
  ln -sf ${linker} /usr/local/bin/rust-lld
  printf %s "$2" > ${compiledBy}`;

async function installLibrary() {
  const folder = mkdtempSync(join(tmpdir(), "pandapon-wasm-library-"));
  try {
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/lib.rs"), "#![no_std]\n");
    writeFileSync(join(folder, "Cargo.toml"), '[package]\nname = "empty"\nedition = "2021"\n\n[workspace]\n');
    const build = ["build", "--release", "--target", target, "-Zbuild-std=std,panic_abort,test"];
    await runLong("Compiling Rust's library for wasm32, which takes a minute or two", "/usr/bin/cargo", build, {
      cwd: folder,
      env: {
        RUSTC: "/usr/bin/rustc",
        // Compiling the library needs an unstable option; the project's own crates need none.
        RUSTC_BOOTSTRAP: "1",
        // Link-time optimisation needs bitcode. Panic messages name the files of the library as rustup's build does.
        RUSTFLAGS: "-Cembed-bitcode=yes --remap-path-prefix=/usr/lib/rustlib/src/rust=/rustc",
        CARGO_TARGET_DIR: join(folder, "target"),
      },
    });
    const compiled = join(folder, "target", target, "release/deps");
    const script = ["-ec", copyBesideCompiler, "sh", compiled, compilerVersion()];
    await runAsRoot("Copying it beside the compiler", "sh", script);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

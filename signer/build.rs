//! Keeps the memory of `pandapon_sign.wasm` small: it takes some 3 KiB of stack, and the linker would set 1 MiB aside.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|architecture| architecture == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=16384");
    }
}

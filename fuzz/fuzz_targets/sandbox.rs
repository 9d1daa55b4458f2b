//! The target `sandbox` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pandapon_fuzz::sandbox::run(data));

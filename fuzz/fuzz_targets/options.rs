//! The target `options` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pandapon_fuzz::options::run(data));

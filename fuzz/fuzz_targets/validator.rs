//! The target `validator` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pandapon_fuzz::validator::run(data));

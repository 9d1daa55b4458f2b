//! The target `push` for libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pandapon_fuzz::push::run(data));

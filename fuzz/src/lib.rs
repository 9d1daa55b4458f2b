//! Fuzz targets: functions of any bytes, which panic if a property does not hold.
//!
//! Each target reads its bytes as choices ([`source::Source`]), so that changing a byte changes a choice, not only the
//! spelling of some JSON.

pub mod decoder;
mod generate;
pub mod options;
pub mod push;
pub mod sandbox;
pub mod snapshot;
mod source;
pub mod validator;

/// A target: a function of any bytes.
pub type Target = fn(&[u8]);

/// All targets by name, which is that of their binary in `fuzz_targets/` and of their folder in `corpus/`.
pub const TARGETS: [(&str, Target); 6] = [
    ("decoder", decoder::run),
    ("validator", validator::run),
    ("push", push::run),
    ("options", options::run),
    ("sandbox", sandbox::run),
    ("snapshot", snapshot::run),
];

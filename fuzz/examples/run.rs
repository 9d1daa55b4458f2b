//! Runs one input, in hexadecimal or from a file: `cargo run --example run push 00ff…`.

use pandapon_fuzz::TARGETS;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, name, input] = arguments.as_slice() else { panic!("usage: run TARGET FILE|HEXADECIMAL") };
    let (_, target) = TARGETS.into_iter().find(|(known, _)| known == name).expect("there is such a target");
    let bytes = std::fs::read(input).unwrap_or_else(|_| {
        let digit = |at| u8::from_str_radix(&input[at..at + 2], 16).expect("it is hexadecimal");
        (0..input.len()).step_by(2).map(digit).collect()
    });
    target(&bytes);
}

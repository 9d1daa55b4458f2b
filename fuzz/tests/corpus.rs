//! Every target, on a stable toolchain: its corpus, and seeded mutations of it.

use std::fs;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use pandapon_fuzz::{Target, TARGETS};

/// Mutations of each target's corpus.
const MUTATIONS: usize = 2000;
/// Mutated inputs are at most so long.
const LONGEST: usize = 4096;

#[test]
fn every_target_has_a_binary_and_a_corpus() {
    let names = |folder: &str| {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let path = |entry: Result<fs::DirEntry, _>| entry.unwrap().path().file_stem().unwrap().to_owned();
        let mut names: Vec<_> = entries.map(|entry| path(entry).into_string().unwrap()).collect();
        names.sort();
        names
    };
    let mut targets = TARGETS.map(|(name, _)| name);
    targets.sort();
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
}

#[test]
fn decoder() {
    withstands("decoder");
}

#[test]
fn validator() {
    withstands("validator");
}

#[test]
fn push() {
    withstands("push");
}

#[test]
fn options() {
    withstands("options");
}

#[test]
fn sandbox() {
    withstands("sandbox");
}

#[test]
fn snapshot() {
    withstands("snapshot");
}

#[track_caller]
fn withstands(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let corpus = corpus(name);
    assert!(!corpus.is_empty(), "corpus/{name} is empty");
    for (file, input) in &corpus {
        run(target, input, &file.display().to_string());
    }
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..MUTATIONS {
        let mut input = corpus[random.below(corpus.len())].1.clone();
        for _ in 0..=random.below(4) {
            mutate(&mut input, &mut random, &corpus);
        }
        run(target, &input, &format!("mutation {number}"));
    }
}

fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

#[track_caller]
fn run(target: Target, input: &[u8], what: &str) {
    if catch_unwind(AssertUnwindSafe(|| target(input))).is_err() {
        let hexadecimal: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
        panic!("{what} fails: {hexadecimal}");
    }
}

fn mutate(input: &mut Vec<u8>, random: &mut Random, corpus: &[(PathBuf, Vec<u8>)]) {
    let at = random.below(input.len() + 1);
    match random.below(6) {
        0 => input.insert(at, random.byte()),
        1 if at < input.len() => input[at] = random.byte(),
        2 if at < input.len() => input[at] ^= 1 << random.below(8),
        3 if at < input.len() => {
            input.drain(at..input.len().min(at + 1 + random.below(16)));
        }
        4 => {
            let (_, other) = &corpus[random.below(corpus.len())];
            let start = random.below(other.len() + 1);
            let end = other.len().min(start + random.below(64));
            input.splice(at..at, other[start..end].iter().copied());
        }
        _ => {
            let bytes: Vec<_> = (0..random.below(32)).map(|_| random.byte()).collect();
            input.splice(at..at, bytes);
        }
    }
    input.truncate(LONGEST);
}

/// Marsaglia's xorshift: the same mutations at each run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}

//! The memory that callers use: blocks, one behind the other, in the pages that follow the module's own.
//!
//! [`dealloc`] takes back the last block at once, and all of them when none is in use any more. So memory stays flat
//! for a caller that gives every block back, in whatever order; a block in use never moves and never overlaps another.

use core::arch::wasm32::{memory_grow, memory_size};
use core::ptr::{with_exposed_provenance, with_exposed_provenance_mut};
use core::slice;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const PAGE: usize = 65536;
/// Blocks end below 2 GiB: no slice may be longer, and hosts with signed integers see positive addresses.
const LIMIT: usize = isize::MAX as usize;

/// Where the first block begins; 0 until [`alloc`] is called.
static START: AtomicUsize = AtomicUsize::new(0);
/// Where the last block ends.
static END: AtomicUsize = AtomicUsize::new(0);
/// How many blocks are in use.
static BLOCKS: AtomicUsize = AtomicUsize::new(0);

/// Hands out a block of `length` bytes, all zero, or 0 if there is no memory for it.
///
/// It grows the memory when it must; a host that keeps a view of the memory has to look anew then.
#[no_mangle]
pub extern "C" fn alloc(length: usize) -> usize {
    let pages = memory_size::<0>();
    if START.load(Relaxed) == 0 {
        START.store(pages * PAGE, Relaxed);
        END.store(pages * PAGE, Relaxed);
    }
    let block = END.load(Relaxed);
    let end = block.saturating_add(length);
    let missing = end.div_ceil(PAGE).saturating_sub(pages);
    if end > LIMIT || (missing > 0 && memory_grow::<0>(missing) == usize::MAX) {
        return 0;
    }
    END.store(end, Relaxed);
    BLOCKS.fetch_add(1, Relaxed);
    block
}

/// Takes back a block that [`alloc`] handed out, with the length that was asked for, and overwrites it with zeros.
#[no_mangle]
pub extern "C" fn dealloc(block: usize, length: usize) {
    let Some(bytes) = bytes_mut(block, length) else {
        return;
    };
    bytes.fill(0);
    let left = BLOCKS.load(Relaxed).saturating_sub(1);
    BLOCKS.store(left, Relaxed);
    if left == 0 {
        END.store(START.load(Relaxed), Relaxed);
    } else if block + length == END.load(Relaxed) {
        END.store(block, Relaxed);
    }
}

/// The bytes that a caller points at, for the time of its call; `None` if they are not within blocks.
pub fn bytes<'call>(start: usize, length: usize) -> Option<&'call [u8]> {
    if length == 0 {
        // There is nothing to read, and a null pointer is a usual way to say so.
        return Some(&[]);
    }
    // SAFETY: the range lies between START and END. That memory is initialised, as wasm's pages are born zero, and
    // holds no object of this module. There is one thread, and a call writes only after it has read.
    holds(start, length).then(|| unsafe { slice::from_raw_parts(with_exposed_provenance(start), length) })
}

/// Writes an answer to where the caller points: answers its length, or 0 if there is no such room.
pub fn write(start: usize, answer: &[u8]) -> usize {
    match bytes_mut(start, answer.len()) {
        Some(room) => {
            room.copy_from_slice(answer);
            answer.len()
        }
        None => 0,
    }
}

/// Like [`bytes`], to write to.
fn bytes_mut<'call>(start: usize, length: usize) -> Option<&'call mut [u8]> {
    // SAFETY: as above; and the writer holds no other slice of the arena.
    holds(start, length)
        .then(|| unsafe { slice::from_raw_parts_mut(with_exposed_provenance_mut(start), length) })
}

fn holds(start: usize, length: usize) -> bool {
    let first = START.load(Relaxed);
    let end = start.checked_add(length);
    first != 0 && start >= first && end.is_some_and(|end| end <= END.load(Relaxed))
}

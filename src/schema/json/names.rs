//! A set of member names.

pub(super) struct Names<'a> {
    slots: Vec<&'a [u8]>,
}

impl<'a> Names<'a> {
    pub(super) fn new(names: &[&'a str]) -> Self {
        let mut set = Names {
            slots: vec![b"".as_slice(); (names.len() * 2 + 1).next_power_of_two()],
        };
        for name in names {
            let start = set.start(name.as_bytes());
            let mask = set.slots.len() - 1;
            let mut at = start;
            while let Some(slot) = set.slots.get_mut(at) {
                if slot.is_empty() {
                    *slot = name.as_bytes();
                    break;
                }
                if *slot == name.as_bytes() {
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        set
    }
    pub(super) fn contains(&self, name: &[u8]) -> bool {
        let mask = self.slots.len() - 1;
        let mut at = self.start(name);
        while let Some(slot) = self.slots.get(at) {
            if slot.is_empty() {
                return false;
            }
            if *slot == name {
                return true;
            }
            at = (at + 1) & mask;
        }
        false
    }
    fn start(&self, name: &[u8]) -> usize {
        let f = name.first().copied().unwrap_or_default() as usize;
        let l = name.last().copied().unwrap_or_default() as usize;
        (f.wrapping_mul(31) + l * 7 + name.len() * 3) & (self.slots.len() - 1)
    }
}

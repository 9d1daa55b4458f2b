//! A set of member names that is cheap to ask.

/// Names in a table with open addressing: most questions end at the first slot.
pub struct Names<'a> {
    /// A power of two of slots, at least one of them empty.
    slots: Vec<&'a [u8]>,
}

impl<'a> Names<'a> {
    /// The set of these names.
    pub fn new(names: &[&'a str]) -> Self {
        let size = (names.len() * 2 + 1).next_power_of_two();
        let mut set = Names { slots: vec![&[]; size] };
        for name in names {
            set.insert(name.as_bytes());
        }
        set
    }

    /// Whether a name is one of them. The empty name never is.
    pub fn contains(&self, name: &[u8]) -> bool {
        let slot = self.slots.get(self.slot(name));
        slot.is_some_and(|found| *found == name && !name.is_empty())
    }

    fn insert(&mut self, name: &'a [u8]) {
        let slot = self.slot(name);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = name;
        }
    }

    /// The slot that holds `name`, or the empty one where it belongs.
    fn slot(&self, name: &[u8]) -> usize {
        let last = self.slots.len() - 1;
        let mut slot = hash(name) & last;
        while self.slots.get(slot).is_some_and(|found| !found.is_empty() && *found != name) {
            slot = (slot + 1) & last;
        }
        slot
    }
}

/// Names differ in their ends and lengths.
fn hash(name: &[u8]) -> usize {
    let first = name.first().copied().unwrap_or_default();
    let last = name.last().copied().unwrap_or_default();
    usize::from(first) * 31 + usize::from(last) * 7 + name.len() * 3
}

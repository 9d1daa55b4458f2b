//! Listings that come in pages: whether there is a further one.

/// How far a listing has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// The page that was answered last, from 1.
    pub page: u64,
    /// The records on it.
    pub on_this_page: u64,
    /// The records on all pages that were asked for, this one included.
    pub so_far: u64,
}

impl Progress {
    /// Whether to ask for the next page, given the totals that the answer states. Where it states none, an empty page is the
    /// end: a page that is not full proves nothing, since the vendor may give fewer records than were asked for.
    pub fn goes_on(self, total_records: Option<u64>, total_pages: Option<u64>) -> bool {
        let is_last = match (total_pages, total_records) {
            (Some(pages), _) => self.page >= pages,
            (None, Some(records)) => self.so_far >= records,
            (None, None) => false,
        };
        self.on_this_page > 0 && !is_last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(page: u64, on_this_page: u64, so_far: u64) -> Progress {
        Progress { page, on_this_page, so_far }
    }

    #[test]
    fn stated_totals_end_a_listing_at_its_last_page() {
        assert!(after(1, 20, 20).goes_on(None, Some(2)));
        assert!(!after(2, 20, 40).goes_on(None, Some(2)));
        assert!(after(1, 20, 20).goes_on(Some(21), None));
        assert!(!after(2, 1, 21).goes_on(Some(21), None));
    }

    #[test]
    fn pages_go_before_records_which_may_change_meanwhile() {
        assert!(!after(2, 20, 40).goes_on(Some(100), Some(2)));
        assert!(after(1, 20, 20).goes_on(Some(20), Some(2)));
    }

    #[test]
    fn without_totals_an_empty_page_is_the_end_and_one_that_is_not_full_is_not() {
        assert!(after(1, 3, 3).goes_on(None, None));
        assert!(!after(2, 0, 3).goes_on(None, None));
    }

    #[test]
    fn an_empty_page_is_the_end_whatever_the_totals_say() {
        assert!(!after(3, 0, 40).goes_on(Some(100), Some(5)));
    }
}

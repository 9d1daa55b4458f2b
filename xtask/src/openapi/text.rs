//! Descriptions: doc comments, whose links name Rust items, as Markdown for readers of any language.

use crate::types::links::Links;
use crate::types::namespace::last_part;

/// A doc comment of an item of the namespace `here` as Markdown.
pub fn markdown(links: &Links, here: &str, doc: &str) -> String {
    let text = without_links(&links.translate(here, doc));
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let is_list = paragraph.contains("\n- ") || paragraph.starts_with("- ");
        if is_list {
            paragraph.to_owned()
        } else {
            paragraph.replace('\n', " ")
        }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A text whose links are names: of endpoints as they are shown, of types as the document's components are called,
/// without their group.
pub fn without_links(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("{@link ") {
        let (link, after) = link.split_once('}').unwrap_or((link, ""));
        let name = link.split_once(' ').map_or_else(|| last_part(link), |(_, shown)| shown);
        shown.push_str(&format!("{before}`{name}`"));
        rest = after;
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_names() {
        let text =
            "See {@link alibaba.refund.Create alibaba.refund.create} and {@link alibaba.refund.GoodsStatus}.";
        assert_eq!(without_links(text), "See `alibaba.refund.create` and `GoodsStatus`.");
        assert_eq!(without_links("none"), "none");
    }

    #[test]
    fn lines_are_filled_and_lists_stay() {
        let links = Links { namespaces: &[] };
        assert_eq!(markdown(&links, "", "One\nline.\n\n- a\n- b"), "One line.\n\n- a\n- b");
    }
}

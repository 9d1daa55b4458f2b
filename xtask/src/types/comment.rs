//! Doc comments: Markdown, wrapped and laid out as JSDoc.

/// The longest line of the declarations.
const WIDTH: usize = 120;

/// The doc comment of `text`, each line behind `indent`.
pub fn comment(indent: &str, text: &str) -> String {
    let text = text.trim().replace("*/", "*\\/");
    let room = WIDTH - indent.len();
    let single = format!("/** {text} */");
    if !text.contains('\n') && single.chars().count() <= room {
        return format!("{indent}{single}\n");
    }
    let lines = wrap(&text, room - " * ".len());
    let lines = lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n");
    format!("{indent}/**\n{}{indent} */\n", lines.collect::<String>())
}

/// Fills the paragraphs and list items of a Markdown text into lines.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut block: Option<Block> = None;
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() || is_start_of_block(words) {
            lines.extend(block.take().into_iter().flat_map(|block| block.fill(width)));
        }
        if words.is_empty() {
            lines.push(String::new());
        } else {
            block.get_or_insert_with(|| Block::starting_with(words)).text.push_str(&format!(" {words}"));
        }
    }
    lines.extend(block.into_iter().flat_map(|block| block.fill(width)));
    lines
}

/// A paragraph, a list item or a JSDoc tag.
struct Block {
    text: String,
    /// What stands before each line but the first.
    indent: &'static str,
}

impl Block {
    fn starting_with(words: &str) -> Self {
        let is_item = is_start_of_block(words) && !words.starts_with('@');
        Self { text: String::new(), indent: if is_item { "  " } else { "" } }
    }

    fn fill(&self, width: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words(&self.text) {
            match lines.last_mut() {
                Some(line) if fits(line, &word, width) || is_start_of_block(&format!("{word} ")) => {
                    line.push(' ');
                    line.push_str(&word);
                }
                Some(_) => lines.push(format!("{}{word}", self.indent)),
                None => lines.push(word),
            }
        }
        lines
    }
}

fn fits(line: &str, word: &str, width: usize) -> bool {
    line.chars().count() + 1 + word.chars().count() <= width
}

/// The words of a text. A tag such as `{@link Name}` or `@see {@link Name}` is one: editors do not find it across
/// lines.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_open = |tag: &&mut String| tag.contains("{@") && !tag.contains('}') || *tag == "@see";
        match words.last_mut().filter(is_open) {
            Some(tag) => *tag += &format!(" {word}"),
            None => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether a line that begins so is a list item or a JSDoc tag.
fn is_start_of_block(line: &str) -> bool {
    let number = line.split(". ").next().unwrap_or_default();
    let is_numbered = number.len() < line.len() && number.len() < 3 && number.parse::<u8>().is_ok();
    is_numbered || line.starts_with("- ") || line.starts_with("* ") || line.starts_with('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_takes_one_line() {
        assert_eq!(comment("  ", "Main order."), "  /** Main order. */\n");
    }

    #[test]
    fn long_paragraphs_are_filled_and_items_stay_apart() {
        let text = format!("One.\n{}\n\n- first\n- second\n\n@see here", "word ".repeat(40).trim());
        let comment = comment("", &text);
        assert!(comment.starts_with("/**\n * One. word word"), "{comment}");
        assert!(comment.ends_with("\n *\n * - first\n * - second\n *\n * @see here\n */\n"), "{comment}");
        assert!(comment.lines().all(|line| line.len() <= WIDTH), "{comment}");
    }

    #[test]
    fn nothing_ends_a_comment_early_and_no_line_becomes_an_item() {
        assert_eq!(comment("", "a*/b"), "/** a*\\/b */\n");
        for line in wrap(&"- ".repeat(100), 10).iter().skip(1) {
            assert!(!line.starts_with('-'), "{line}");
        }
    }

    #[test]
    fn inline_tags_are_not_broken() {
        let lines = wrap("See {@link alibaba.refund.Create alibaba.refund.create}, then pay.", 20);
        assert_eq!(lines, ["See", "{@link alibaba.refund.Create alibaba.refund.create},", "then pay."]);
    }
}

//! `cargo xtask endpoint-table`: the table of all endpoints, `docs/endpoints.md`, written from the catalogue.

use crate::openapi::text::without_links;
use crate::openapi::GENERATIONS;
use crate::root;
use crate::types::links::Links;
use crate::types::method;
use crate::types::namespace::namespaces;
use anyhow::{Context, Result};
use pandapon::api;
use pandapon::endpoint::{Descriptor, Evidence, Generation, Provenance, Repetition, Safety};
use pandapon::schema::Kind;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

const HEAD: &str = "\
# The endpoints

Written by `cargo xtask endpoint-table` from the declarations in `src/api/`. Changes belong there.

How a path is known: *documented*, it is on a vendor page · *client*, it was seen in a public client of the API · *derived*, it is
derived from the other generation, and was never seen itself · *unrouted*, it is on no page that could be read: a call needs
the option `routes`.

Whether a call may be sent again: *read* and *idempotent* calls are, after a failure of the network or the vendor; *once*
calls never are.

An answer is *typed* as far as its members are known; the others come as they are.
";

const OUTCOMES: &str = "
## When an answer is lost

A *once* call that may have arrived must not be repeated before its outcome is known: the platform has no idempotency key. This
is where to look, and what a second call does. Inferred from the documentation of both platforms; nobody has measured how
long the platform's lists lag, so a record that is not there yet may still appear. Generation 2 has the same, with the
endpoints of generation 2.

| endpoint | look up with | what shows it | a second call |
|---|---|---|---|
";

/// Writes the table.
pub fn run() -> Result<()> {
    let path = path();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, text()?).with_context(|| format!("cannot write {}", path.display()))
}

fn path() -> PathBuf {
    root().join("docs").join("endpoints.md")
}

fn text() -> Result<String> {
    let catalogue: Vec<_> = api::catalogue().collect();
    let namespaces = namespaces(&catalogue)?;
    let links = Links { namespaces: &namespaces };
    let mut text = HEAD.to_owned();
    write!(text, "\n{}", summary(&catalogue))?;
    for namespace in namespaces.iter().filter(|namespace| !namespace.endpoints.is_empty()) {
        write!(text, "\n## {}\n\n", namespace.path)?;
        text.push_str(
            "| endpoint | does | method and path | path | again | answer |\n|---|---|---|---|---|---|\n",
        );
        for endpoint in &namespace.endpoints {
            text.push_str(&row(endpoint, &links)?);
        }
    }
    text.push_str(OUTCOMES);
    let own = |endpoint: &&&Descriptor| endpoint.generation() != Generation::V2;
    text.extend(catalogue.iter().filter(own).filter_map(|endpoint| outcome_row(endpoint)));
    Ok(text)
}

/// How many endpoints each generation has, by how their paths are known.
fn summary(catalogue: &[&Descriptor]) -> String {
    const PROVENANCES: [Provenance; 4] =
        [Provenance::Documented, Provenance::Client, Provenance::Derived, Provenance::Unrouted];
    let mut table =
        "| generation | documented | client | derived | unrouted | all |\n|---|---|---|---|---|---|\n"
            .to_owned();
    for (generation, name) in GENERATIONS {
        let own = catalogue.iter().filter(|endpoint| endpoint.generation() == generation);
        let counts = PROVENANCES.map(|provenance| {
            own.clone().filter(|endpoint| endpoint.provenance == provenance).count().to_string()
        });
        let row = [name.to_owned(), counts.join(" | "), own.count().to_string()];
        table += &format!("| {} |\n", row.join(" | "));
    }
    table
}

fn row(endpoint: &Descriptor, links: &Links) -> Result<String> {
    let does = method::summary(endpoint, links);
    let does = does.split_inclusive(". ").next().unwrap_or_default().trim();
    let path = endpoint.path.map(|path| format!(" {path}")).unwrap_or_default();
    let safety = match (endpoint.safety, endpoint.idempotent_with) {
        (Safety::Once, Some(member)) => format!("once; idempotent with `{member}`"),
        (safety, _) => format!("{safety:?}").to_lowercase(),
    };
    let is_typed = !matches!(endpoint.answer, Kind::Any | Kind::List(Kind::Any));
    let answer = if is_typed { "typed" } else { "as it comes" };
    let paged = if endpoint.paging.is_some() { ", in pages" } else { "" };
    let cells = [
        format!("`{}`", endpoint.name),
        plain(does),
        format!("`{}{path}`", endpoint.method.as_str()),
        format!("{:?}", endpoint.provenance).to_lowercase(),
        safety,
        format!("{answer}{paged}"),
    ];
    Ok(format!("| {} |\n", cells.join(" | ")))
}

/// How the outcome of a call is looked up; nothing for an endpoint whose calls may be repeated.
fn outcome_row(endpoint: &Descriptor) -> Option<String> {
    let outcome = endpoint.outcome?;
    let shows = match outcome.evidence {
        Evidence::Mark { put, found: Some(found), .. } => {
            format!("your text in `{put}` comes back in `{found}`")
        }
        Evidence::Mark { put, .. } => format!("your text in `{put}` comes back"),
        Evidence::State { .. } => "the state of what it changes".to_owned(),
        Evidence::Part { .. } => "a refund that was not there before".to_owned(),
        Evidence::Converge { set, .. } => format!("the quantity: bring it to what you mean with `{set}`"),
        _ => "nothing".to_owned(),
    };
    let second = match outcome.repetition {
        Repetition::Creates => "makes a second record",
        Repetition::Adds => "adds to the first",
        Repetition::Guarded => "is refused, or changes nothing",
        Repetition::Harmless => "does no harm",
        _ => "is not known",
    };
    let look_up = endpoint.look_up().map_or_else(|| "–".to_owned(), |name| format!("`{name}`"));
    Some(format!("| `{}` | {look_up} | {shows} | {second} |\n", endpoint.name))
}

/// Text for a cell of a table: on one line, without the links that only editors follow.
fn plain(text: &str) -> String {
    let words = without_links(text).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words.join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_the_declarations() -> Result<()> {
        let written = fs::read_to_string(path())?;
        assert!(written == text()?, "docs/endpoints.md is stale: run cargo xtask endpoint-table");
        Ok(())
    }

    #[test]
    fn every_endpoint_has_a_row() -> Result<()> {
        let text = text()?;
        let (rows, outcomes) = text.split_once("## When an answer is lost").context("it has no outcomes")?;
        for endpoint in api::catalogue() {
            let is_looked_up = endpoint.outcome.is_some() && endpoint.generation() != Generation::V2;
            let name = format!("\n| `{}` |", endpoint.name);
            assert_eq!(outcomes.contains(&name), is_looked_up, "{}", endpoint.name);
            assert_eq!(rows.matches(&format!("| `{}` |", endpoint.name)).count(), 1, "{}", endpoint.name);
        }
        Ok(())
    }
}

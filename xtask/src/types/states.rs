//! `pandapon/states`: questions about the states of orders and refunds, and constants for the words that tell of them.

use super::comment::comment;
use super::namespace::{Namespace, Type};
use anyhow::{ensure, Context, Result};
use pandapon::schema::Vocabulary;
use pandapon::state::{OrderState, Predicate, RefundState};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEAD: &str = "// Written by `cargo xtask types` from src/state.rs and the vocabularies in src/api/. Changes belong there.\n";

/// What the functions have in common: they read a word from where it may be, and look up its state.
const READER: &str = "\
/** The state that the word or the code of an order or a refund means. */
function stateOf(value, places, words) {
  const word = Object(value) === value ? places.map((place) => at(value, place)).find((word) => word != null) : value;
  return words[word] ?? null;
}

function at(value, place) {
  return place.split(\".\").reduce((part, name) => part?.[name], value);
}
";

/// What the declarations need of the client's.
const IMPORTS: &str = "import type { alibaba, events, Json, taobao } from \"../index.js\";\n";

/// What has a state.
const SUBJECTS: &str = "\
/**
 * An order, or the body of a push message about one. Also the word alone, and the data of an endpoint whose answer is not
 * documented: `isPaid(undeclared(data))`.
 */
export type AnyOrder =
  | { readonly baseInfo?: { readonly status?: alibaba.order.OrderStatus | null } | null }
  | { readonly orderStatus?: events.KaOrderStatus | null }
  | { readonly currentStatus?: alibaba.order.OrderStatus | null }
  | { readonly status?: alibaba.order.OrderStatus | taobao.order.TaobaoOrderStatus | null }
  | Json
  | undefined;

/** A refund, a sub-order with one, or the body of a push message about one. Also the word or the code alone. */
export type AnyRefund =
  | { readonly refundOrderAggregate?: { readonly refundOrder?: { readonly refundStatus?: number | null } | null } | null }
  | { readonly refundOrder?: { readonly refundStatus?: number | null } | null }
  | { readonly refundStatus?: alibaba.order.ItemRefundStatus | alibaba.refund.RefundStatus | number | null }
  | { readonly currentStatus?: alibaba.refund.RefundStatus | null }
  | { readonly status?: alibaba.refund.RefundStatus | null }
  | Json
  | undefined;
";

/// A kind of state as the functions about it are written.
struct Subject<State: 'static> {
    /// The name of the type of states.
    name: &'static str,
    /// The function that returns the state, and its param.
    function: &'static str,
    param: &'static str,
    doc: &'static str,
    places: &'static [&'static str],
    states: &'static [State],
    predicates: &'static [Predicate<State>],
    word: fn(State) -> &'static str,
    words: fn(State) -> &'static [&'static str],
    describe: fn(State) -> &'static str,
}

const ORDERS: Subject<OrderState> = Subject {
    name: "OrderState",
    function: "orderState",
    param: "order",
    doc: "Returns the state of an order; `null` if the platform states none, or one that this version does not know.",
    places: OrderState::PLACES,
    states: OrderState::ALL,
    predicates: OrderState::PREDICATES,
    word: OrderState::as_str,
    words: OrderState::words,
    describe: OrderState::doc,
};

const REFUNDS: Subject<RefundState> = Subject {
    name: "RefundState",
    function: "refundState",
    param: "refund",
    doc: "Returns the state of a refund; `null` if the platform states none, or one that this version does not know.",
    places: RefundState::PLACES,
    states: RefundState::ALL,
    predicates: RefundState::PREDICATES,
    word: RefundState::as_str,
    words: RefundState::words,
    describe: RefundState::doc,
};

/// Writes the script of the entry into the package.
pub fn write_script(pkg: &Path, namespaces: &[Namespace]) -> Result<()> {
    let words = vocabularies(namespaces)?.into_iter().map(constant).collect::<String>();
    let (orders, refunds) = (ORDERS.script(), REFUNDS.script());
    write(pkg, "index.js", &format!("{HEAD}{READER}{orders}{refunds}{words}"))
}

/// Writes the declarations of the entry into the package.
pub fn write_declarations(pkg: &Path, namespaces: &[Namespace]) -> Result<()> {
    let words = vocabularies(namespaces)?.into_iter().map(declared_constant).collect::<String>();
    let (orders, refunds) = (ORDERS.declarations(), REFUNDS.declarations());
    let module = comment(
        "",
        "Questions about the states of orders and refunds, the same for every marketplace, and constants for the words of the \
         platform.\n\n\
         @module pandapon/states",
    );
    write(pkg, "index.d.ts", &format!("{HEAD}{module}{IMPORTS}\n{SUBJECTS}\n{orders}{refunds}{words}"))
}

fn write(pkg: &Path, file: &str, text: &str) -> Result<()> {
    let folder = pkg.join("states");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(file), text).with_context(|| format!("cannot write states/{file}"))
}

impl<State: Copy + 'static> Subject<State> {
    fn script(&self) -> String {
        let Self { function, param, .. } = self;
        let table = format!("{}_WORDS", param.to_uppercase());
        let words = self.states.iter().flat_map(|state| {
            (self.words)(*state).iter().map(|word| format!("  \"{word}\": \"{}\",\n", (self.word)(*state)))
        });
        let mut script =
            format!("const {table} = {{\n  __proto__: null,\n{}}};\n", words.collect::<String>());
        let _ = writeln!(
            script,
            "export function {function}({param}) {{ return stateOf({param}, {:?}, {table}); }}",
            self.places
        );
        for Predicate { name, holds, .. } in self.predicates {
            let holds: Vec<_> = holds.iter().map(|state| (self.word)(*state)).collect();
            let _ = writeln!(
                script,
                "export function {name}({param}) {{ return {holds:?}.includes({function}({param})); }}"
            );
        }
        script
    }

    fn declarations(&self) -> String {
        let Self { name, function, param, .. } = self;
        let subject = format!("Any{}", name.trim_end_matches("State"));
        let meanings = self.states.iter().map(|state| {
            let words: Vec<_> = (self.words)(*state).iter().map(|word| format!("`{word}`")).collect();
            format!(
                "- `{}`: {} ({})\n",
                (self.word)(*state),
                (self.describe)(*state).trim(),
                words.join(", ")
            )
        });
        let doc = format!(
            "The state of {}. Which words mean it follows from their documentation; that they share a state is this package's \
             own.\n\n{}",
            if *param == "order" { "an order" } else { "a refund" },
            meanings.collect::<String>()
        );
        let states: Vec<_> = self.states.iter().map(|state| format!("\"{}\"", (self.word)(*state))).collect();
        let mut text = format!("{}export type {name} = {};\n\n", comment("", &doc), states.join(" | "));
        let _ = write!(
            text,
            "{}export declare function {function}({param}: {subject}): {name} | null;\n\n",
            comment("", self.doc)
        );
        for Predicate { name, doc, .. } in self.predicates {
            let doc = doc.trim().replacen("Whether", "Returns whether", 1);
            let doc = comment("", &format!("{doc} `false` if its state is not known."));
            let _ = write!(text, "{doc}export declare function {name}({param}: {subject}): boolean;\n\n");
        }
        text
    }
}

/// The vocabularies that have constants, by name: those of the states, and the types of push messages. Others are checked by
/// their types alone.
fn vocabularies(namespaces: &[Namespace]) -> Result<Vec<&'static Vocabulary>> {
    let mut found: Vec<&'static Vocabulary> = Vec::new();
    for declared in namespaces.iter().flat_map(|namespace| &namespace.types) {
        let Type::Words(vocabulary) = *declared else { continue };
        if !has_constants(vocabulary) {
            continue;
        }
        match found.iter().find(|known| known.name == vocabulary.name) {
            Some(known) => {
                ensure!(*known == vocabulary, "two different vocabularies are called {}", known.name);
            }
            None => found.push(vocabulary),
        }
    }
    found.sort_unstable_by_key(|vocabulary| vocabulary.name);
    Ok(found)
}

fn has_constants(vocabulary: &Vocabulary) -> bool {
    let has_state = |wire| OrderState::from_word(wire).is_some() || RefundState::from_word(wire).is_some();
    vocabulary.name == "Topic" || vocabulary.words.iter().all(|word| has_state(word.wire))
}

fn constant(vocabulary: &Vocabulary) -> String {
    let words = vocabulary.words.iter().map(|word| format!("  {}: \"{}\",\n", word.name, word.wire));
    format!(
        "export const {} = /* @__PURE__ */ Object.freeze({{\n{}}});\n",
        vocabulary.name,
        words.collect::<String>()
    )
}

fn declared_constant(vocabulary: &Vocabulary) -> String {
    let words = vocabulary.words.iter().map(|word| format!("\treadonly {}: \"{}\";\n", word.name, word.wire));
    let doc =
        comment("", &format!("The words of the type `{}`, which says what each means.", vocabulary.name));
    format!("{doc}export declare const {}: {{\n{}}};\n", vocabulary.name, words.collect::<String>())
}

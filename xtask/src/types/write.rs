//! The text of the declarations.

use super::comment::comment;
use super::events;
use super::field_notes::with_notes;
use super::links::Links;
use super::method;
use super::namespace::{in_generation_1, last_part, parent, Namespace, Side, Type, METHODS, THIS_FILE};
use super::type_of::{result_type, type_of};
use pandapon::endpoint::Descriptor;
use pandapon::event::PayloadKind;
use pandapon::schema::{Field, Kind, Record, Vocabulary};

const HEAD: &str = "\
// Written by `cargo xtask types` from the endpoints declared in src/api/. Changes belong there.
import type { Call, CallOptions, IdInput, Unlisted } from \"./index.js\";
";

/// A tab: in a file of this size spaces would take 14 KB more.
const INDENT: &str = "\t";

/// The whole file.
pub fn file(namespaces: &[Namespace], events: &Namespace) -> String {
    let writer = Writer { namespaces, links: Links { namespaces } };
    let groups = namespaces.iter().filter(|group| !group.path.is_empty());
    let groups = groups.map(|group| format!("\n{}", writer.namespace(group)));
    // Inside `v2`, `alibaba` is the one of `v2`.
    let this_file = format!("import type * as {THIS_FILE} from \"./endpoints.js\";\n");
    let groups = groups.chain(std::iter::once(format!("\n{}", writer.events(events))));
    format!("{HEAD}{this_file}\n{}\n{}{}", writer.table(), writer.methods("", ""), groups.collect::<String>())
}

struct Writer<'a> {
    namespaces: &'a [Namespace],
    links: Links<'a>,
}

impl Writer<'_> {
    /// The table of all endpoints by name.
    fn table(&self) -> String {
        let rows = self.namespaces.iter().flat_map(|namespace| &namespace.endpoints).map(|endpoint| {
            let prefix = format!("{}.", parent(endpoint.name).unwrap_or_default());
            let params = format!("{prefix}{}", endpoint.request.name);
            let result = result_type(endpoint, &prefix);
            format!("{INDENT}\"{}\": {{ params: {params}; result: {result} }};\n", endpoint.name)
        });
        let rows: String = rows.collect();
        let doc = comment("", "What each endpoint takes and gives, by name. Its method says what it does.");
        format!("{doc}export interface Endpoints {{\n{rows}}}\n")
    }

    /// A namespace with its types and its methods. Those inside it follow by their whole names: indented, they would make
    /// the file a tenth longer.
    fn namespace(&self, namespace: &Namespace) -> String {
        let path = &namespace.path;
        let doc = comment("", &format!("The types of {}", self.contents(path)));
        let types = namespace.types.iter().map(|declared| self.declared(path, declared, INDENT));
        let parts: Vec<String> = std::iter::once(self.methods(path, INDENT)).chain(types).collect();
        format!("{doc}export declare namespace {path} {{\n{}}}\n", parts.join("\n"))
    }

    /// The namespace of push messages: which types go together, then the types.
    fn events(&self, namespace: &Namespace) -> String {
        let path = &namespace.path;
        let rows = PayloadKind::KNOWN.iter().map(|form| {
            let (kind, deeper) = (form.kind(), [INDENT, INDENT].concat());
            let meaning = if let Kind::Record(record) = kind { record.doc } else { "" };
            let doc = comment(&deeper, &self.links.translate(path, meaning));
            let body = type_of(&kind, Side::Answer, "");
            format!("{doc}{deeper}{}: {{ type: {}; body: {body} }};\n", form.name(), events::topics(*form))
        });
        let doc =
            comment(INDENT, "The forms of push messages: the topics that come in each, and what they say.");
        let forms = format!("{doc}{INDENT}interface Forms {{\n{}{INDENT}}}\n", rows.collect::<String>());
        let types = namespace.types.iter().map(|declared| self.declared(path, declared, INDENT));
        let parts: Vec<String> = std::iter::once(forms).chain(types).collect();
        let doc = comment("", "The types of what push messages say.");
        format!("{doc}export declare namespace {path} {{\n{}}}\n", parts.join("\n"))
    }

    /// The interface of the methods of a namespace.
    fn methods(&self, path: &str, indent: &str) -> String {
        let deeper = format!("{indent}{INDENT}");
        let groups = self.inside(path).map(|group| {
            let name = last_part(&group.path);
            let doc = comment(&deeper, &format!("The endpoints of {}", self.contents(&group.path)));
            format!("{doc}{deeper}readonly {name}: {name}.{METHODS};\n")
        });
        let endpoints = self.endpoints_of(path).map(|endpoint| {
            let doc = comment(&deeper, &method::doc(endpoint, &self.links));
            let mark = if needs_params(endpoint.request) { "" } else { "?" };
            let (name, params) = (last_part(endpoint.name), endpoint.request.name);
            let result = result_type(endpoint, "");
            format!("{doc}{deeper}{name}(params{mark}: {params}, options?: CallOptions): Call<{result}>;\n")
        });
        let members: String = groups.chain(endpoints).collect();
        let (keyword, client) = match path {
            "" => ("export interface", "client".to_owned()),
            path => ("interface", format!("client.{path}")),
        };
        let doc = comment(indent, &format!("The methods of `{client}`."));
        format!("{doc}{indent}{keyword} {METHODS} {{\n{members}{indent}}}\n")
    }

    /// The groups right inside a group.
    fn inside<'b>(&'b self, path: &'b str) -> impl Iterator<Item = &'b Namespace> {
        self.namespaces.iter().filter(move |group| parent(&group.path) == Some(path))
    }

    /// The endpoints right inside a group.
    fn endpoints_of<'b>(&'b self, path: &'b str) -> impl Iterator<Item = &'static Descriptor> + 'b {
        let namespaces = self.namespaces.iter().filter(move |namespace| namespace.path == path);
        namespaces.flat_map(|namespace| namespace.endpoints.iter().copied())
    }

    /// A namespace and what it holds, in words.
    fn contents(&self, path: &str) -> String {
        let groups = self.inside(path).map(|group| last_part(&group.path));
        let endpoints = self.endpoints_of(path).map(|endpoint| last_part(endpoint.name));
        let names: Vec<String> = groups.chain(endpoints).map(|name| format!("`{name}`")).collect();
        format!("`{path}`{}: {}.", generation(path), names.join(", "))
    }

    fn declared(&self, namespace: &str, declared: &Type, indent: &str) -> String {
        if let Some(first) = self.first_with(namespace, declared) {
            return alias(first, declared.name(), indent);
        }
        let doc = self.doc(namespace, declared);
        match declared {
            Type::Params(endpoint) => {
                self.interface(namespace, endpoint.request, &doc, Side::Request, indent)
            }
            Type::Given(record) => self.interface(namespace, record, &doc, Side::Request, indent),
            Type::Received(record) => self.interface(namespace, record, &doc, Side::Answer, indent),
            Type::Words(vocabulary) => self.vocabulary(namespace, vocabulary, &doc, indent),
        }
    }

    /// What a type is.
    fn doc(&self, namespace: &str, declared: &Type) -> String {
        match declared {
            Type::Params(endpoint) => format!("What `client.{}` takes.", endpoint.name),
            Type::Given(record) | Type::Received(record) => self.links.translate(namespace, record.doc),
            Type::Words(vocabulary) => self.links.translate(namespace, vocabulary.doc),
        }
    }

    /// The namespace that has the very same type already: that of generation 1 for one of generation 2, or an earlier one.
    fn first_with(&self, namespace: &str, declared: &Type) -> Option<&Namespace> {
        let twin = in_generation_1(namespace).unwrap_or_default();
        let twin = self.namespaces.iter().find(|first| first.path == twin && first.has(declared));
        // Params say which endpoint takes them.
        let is_shared = !matches!(declared, Type::Params(_));
        let mut earlier = self.namespaces.iter().take_while(|earlier| is_shared && earlier.path != namespace);
        twin.or_else(|| earlier.find(|earlier| earlier.has(declared)))
    }

    fn interface(&self, namespace: &str, record: &Record, doc: &str, side: Side, indent: &str) -> String {
        let deeper = format!("{indent}{INDENT}");
        let fields = record.fields.iter().map(|field| self.field(namespace, record, field, side, &deeper));
        let others = other_members(record, side)
            .map(|(doc, ty)| format!("{}{deeper}[member: string]: {ty};\n", comment(&deeper, doc)));
        let members: String = fields.chain(others).collect();
        format!("{}{indent}interface {} {{\n{members}{indent}}}\n", comment(indent, doc), record.name)
    }

    fn field(&self, namespace: &str, record: &Record, field: &Field, side: Side, indent: &str) -> String {
        let meaning = self.links.translate(namespace, field.doc);
        let mut doc = with_notes(&meaning, field, side, namespace);
        for rule in record.rules.iter().filter(|rule| rule.when.member() == field.name) {
            doc.push_str(&format!("\n\nRule: {}.", rule.says));
        }
        let doc = comment(indent, &doc);
        let name = member_name(field.name);
        let ty = type_of(&field.kind, side, "");
        match side {
            _ if field.required => format!("{doc}{indent}{name}: {ty};\n"),
            Side::Request if must_be_named(field) => format!("{doc}{indent}{name}: {ty} | undefined;\n"),
            _ if ty == "unknown" => format!("{doc}{indent}{name}?: {ty};\n"),
            Side::Request => format!("{doc}{indent}{name}?: {ty} | undefined;\n"),
            Side::Answer => format!("{doc}{indent}{name}?: {ty} | null;\n"),
        }
    }

    fn vocabulary(&self, namespace: &str, vocabulary: &Vocabulary, doc: &str, indent: &str) -> String {
        let words = vocabulary
            .words
            .iter()
            .map(|word| format!("- `{}`: {}\n", word.wire, self.links.translate(namespace, word.doc)));
        let others = if vocabulary.open { "- or another word: an `Unlisted`" } else { "" };
        let doc = comment(indent, &format!("{doc}\n\n{}{others}", words.collect::<String>()));
        let words = vocabulary.words.iter().map(|word| format!("\"{}\"", word.wire));
        let others = vocabulary.open.then(|| "Unlisted".to_owned());
        let words = words.chain(others).map(|word| format!("\n{indent}{INDENT}| {word}"));
        format!("{doc}{indent}type {} ={};\n", vocabulary.name, words.collect::<String>())
    }
}

/// Whether a type requires a member that the vendor's page does not: forgetting it does not compile. Its value may be a field of a
/// response, which may be missing, so that it is checked at run time.
fn must_be_named(field: &Field) -> bool {
    field.sensible.required && field.sensible.or.is_none()
}

fn needs_params(request: &Record) -> bool {
    request.fields.iter().any(|field| field.required || must_be_named(field))
}

/// A type that another namespace has already.
fn alias(first: &Namespace, name: &str, indent: &str) -> String {
    format!("{indent}type {name} = {THIS_FILE}.{}.{name};\n", first.path)
}

/// The generation of a group, where it is not generation 1.
fn generation(path: &str) -> &'static str {
    match path.split('.').next() {
        Some("v2") => " (generation 2)",
        Some("ka") => " (Xport KA)",
        _ => "",
    }
}

/// The type of members that a record does not list, and what is said of them; none if there may be none.
fn other_members(record: &Record, side: Side) -> Option<(&'static str, &'static str)> {
    match side {
        // A misspelt member would compile.
        Side::Answer => None,
        Side::Request if record.open => {
            Some(("Other members, sent as they are: the vendor's page shows not all.", "unknown"))
        }
        // To TypeScript an interface without members would be anything at all.
        Side::Request if record.fields.is_empty() => Some(("There is nothing to give.", "never")),
        Side::Request => None,
    }
}

/// A member's name, in quotes if it is no identifier.
fn member_name(name: &str) -> String {
    let is_identifier = !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_' || character == '$');
    if is_identifier && !name.is_empty() {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

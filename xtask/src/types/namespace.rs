//! The catalogue as namespaces: `alibaba.refund` holds the types that the endpoints of that group use.

use anyhow::{bail, Result};
use pandapon::endpoint::Descriptor;
use pandapon::schema::{Kind, Record, Vocabulary};

/// A group of endpoints, or a group of such groups.
pub struct Namespace {
    /// Its full name, dotted; empty for the group of everything.
    pub path: String,
    /// Its endpoints.
    pub endpoints: Vec<&'static Descriptor>,
    /// The types that its endpoints use. A type that several groups use is in each, so that none ever moves.
    pub types: Vec<Type>,
}

/// A type of a namespace.
#[derive(Clone, Copy, PartialEq)]
pub enum Type {
    /// What an endpoint takes.
    Params(&'static Descriptor),
    /// A structure inside a request.
    Given(&'static Record),
    /// A structure inside an answer.
    Received(&'static Record),
    /// Words, on either side.
    Words(&'static Vocabulary),
}

impl Type {
    /// Its name within its namespace.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Params(endpoint) => endpoint.request.name,
            Type::Given(record) | Type::Received(record) => record.name,
            Type::Words(vocabulary) => vocabulary.name,
        }
    }

    /// Whether the two are declared alike. Endpoints that take the same are, whatever they are called.
    fn is_like(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Params(one), Type::Params(other)) => one.request == other.request,
            _ => self == other,
        }
    }
}

/// On which side of a call a value stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    /// The user gives it.
    Request,
    /// The vendor gives it.
    Answer,
}

/// The name of the interface with a group's methods, which is beside the group's types.
pub const METHODS: &str = "Methods";

/// What the file of the declarations calls itself, where the name of one of generation 1's groups is hidden by another.
pub const THIS_FILE: &str = "generation1";

/// All namespaces: the one of everything first, each before those inside it.
pub fn namespaces(catalogue: &[&'static Descriptor]) -> Result<Vec<Namespace>> {
    let mut paths = vec![""];
    for endpoint in catalogue {
        for (end, _) in endpoint.name.match_indices('.') {
            let path = endpoint.name.get(..end).unwrap_or_default();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    let namespace = |path| {
        let endpoints = catalogue.iter().copied().filter(|endpoint| parent(endpoint.name) == Some(path));
        Namespace::of(path, endpoints.collect())
    };
    paths.into_iter().map(namespace).collect()
}

/// The group that an endpoint or a group is in; none for the group of everything.
pub fn parent(path: &str) -> Option<&str> {
    (!path.is_empty()).then(|| path.rsplit_once('.').unwrap_or_default().0)
}

/// The name in generation 1 of an endpoint or a group of generation 2; none for those of other generations.
pub fn in_generation_1(path: &str) -> Option<&str> {
    path.strip_prefix("v2.")
}

/// The last part of a dotted name.
pub fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

impl Namespace {
    fn of(path: &str, endpoints: Vec<&'static Descriptor>) -> Result<Self> {
        let mut namespace = Self { path: path.to_owned(), endpoints: endpoints.clone(), types: Vec::new() };
        for endpoint in endpoints {
            namespace.add(Type::Params(endpoint))?;
            for field in endpoint.request.fields {
                namespace.add_types_of(&field.kind, Side::Request)?;
            }
            namespace.add_types_of(&endpoint.answer, Side::Answer)?;
        }
        Ok(namespace)
    }

    /// Its type of this name.
    pub fn find(&self, name: &str) -> Option<Type> {
        self.types.iter().find(|known| known.name() == name).copied()
    }

    /// Whether it has this very type.
    pub fn has(&self, wanted: &Type) -> bool {
        self.find(wanted.name()).is_some_and(|known| known.is_like(wanted))
    }

    /// With the types that a value of this kind consists of.
    pub fn add_types_of(&mut self, kind: &Kind, side: Side) -> Result<()> {
        match (kind, side) {
            (Kind::Record(record), _) => {
                self.add(if side == Side::Request { Type::Given(record) } else { Type::Received(record) })?;
                record.fields.iter().try_for_each(|field| self.add_types_of(&field.kind, side))
            }
            (Kind::Choice(vocabulary), _) => self.add(Type::Words(vocabulary)),
            (Kind::List(inner) | Kind::Map(inner) | Kind::JsonText(inner), _) => {
                self.add_types_of(inner, side)
            }
            _ => Ok(()),
        }
    }

    fn add(&mut self, new: Type) -> Result<()> {
        let name = new.name();
        match self.find(name) {
            Some(known) if known == new => {}
            None if name != METHODS => self.types.push(new),
            _ => bail!("namespace {}: two different types are called {name}", self.path),
        }
        Ok(())
    }
}

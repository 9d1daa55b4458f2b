//! The declarations of all controls. The wasm module, the methods of the npm package, the paths of `pandapon sandbox` and
//! its help are derived from this list.

use pandapon::scalar::Fen;
use serde::Serialize;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::controls::{ControlError, NewPrice};
use crate::faults::declaration::Fault;
use crate::faults::parse::FaultError;
use crate::Sandbox;

/// A control: something that the outside world does to the sandbox, by name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Control {
    /// The name of the method in JavaScript, and the last segment of the path over HTTP.
    pub name: &'static str,
    /// The params. In JavaScript, required params are positional, and the others are fields of an object after them.
    pub params: &'static [ControlParam],
    /// An example of a body over HTTP, for the help.
    pub example: &'static str,
    /// A description of the example, for the help; may be empty.
    pub description: &'static str,
    /// The HTTP status if the control is not possible.
    pub error_status: u16,
    #[serde(skip)]
    run: fn(&mut Sandbox, &Args<'_>, u64) -> Result<(), InvokeError>,
}

/// A param of a control.
#[derive(Debug, Serialize)]
pub struct ControlParam {
    /// The name.
    pub name: &'static str,
    /// The kind of its values.
    pub kind: ControlParamKind,
    /// Whether it is required.
    pub required: bool,
}

/// The kind of a param of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ControlParamKind {
    /// An id, as a string.
    Id,
    /// A list of ids, as strings.
    Ids,
    /// A whole number from 0 on.
    Integer,
    /// A string.
    Text,
    /// Any JSON; over HTTP it is the whole body.
    Body,
}

const fn required(name: &'static str, kind: ControlParamKind) -> ControlParam {
    ControlParam { name, kind, required: true }
}

const fn optional(name: &'static str, kind: ControlParamKind) -> ControlParam {
    ControlParam { name, kind, required: false }
}

const ORDER: ControlParam = required("orderId", ControlParamKind::Id);
const REFUND: ControlParam = required("refundId", ControlParamKind::Id);

/// Every control.
static CONTROLS: &[Control] = &[
    Control {
        name: "advance",
        params: &[required("milliseconds", ControlParamKind::Integer)],
        example: r#"{"milliseconds": 60000}"#,
        description: "lets time pass",
        error_status: 409,
        run: |sandbox, args, now| Ok(sandbox.advance(args.integer("milliseconds").unsigned_abs(), now)?),
    },
    Control {
        name: "ship",
        params: &[ORDER, optional("items", ControlParamKind::Ids)],
        example: r#"{"orderId": "…", "items": ["…"]}"#,
        description: "ships these sub-orders, or all that are left",
        error_status: 409,
        run: |sandbox, args, now| {
            match args.ids("items") {
                None => sandbox.ship(args.text("orderId"), now)?,
                Some(items) => sandbox.ship_items(args.text("orderId"), &items, now)?,
            }
            Ok(())
        },
    },
    Control {
        name: "changePrice",
        params: &[
            ORDER,
            optional("goods", ControlParamKind::Integer),
            optional("freight", ControlParamKind::Integer),
        ],
        example: r#"{"orderId": "…", "goods": 1200, "freight": 500}"#,
        description: "in fen; one or both",
        error_status: 409,
        run: |sandbox, args, now| {
            let price = NewPrice { goods: args.fen("goods"), freight: args.fen("freight") };
            Ok(sandbox.change_price(args.text("orderId"), price, now)?)
        },
    },
    Control {
        name: "closeOrder",
        params: &[ORDER],
        example: r#"{"orderId": "…"}"#,
        description: "",
        error_status: 409,
        run: |sandbox, args, now| Ok(sandbox.close_order(args.text("orderId"), now)?),
    },
    Control {
        name: "setStock",
        params: &[required("skuId", ControlParamKind::Id), required("pieces", ControlParamKind::Integer)],
        example: r#"{"skuId": "…", "pieces": 0}"#,
        description: "",
        error_status: 409,
        run: |sandbox, args, now| Ok(sandbox.set_stock(args.text("skuId"), args.integer("pieces"), now)?),
    },
    Control {
        name: "sellerAgrees",
        params: &[REFUND],
        example: r#"{"refundId": "…"}"#,
        description: "",
        error_status: 409,
        run: |sandbox, args, now| Ok(sandbox.seller_agrees(args.text("refundId"), now)?),
    },
    Control {
        name: "sellerRefuses",
        params: &[REFUND, required("reason", ControlParamKind::Text)],
        example: r#"{"refundId": "…", "reason": "…"}"#,
        description: "",
        error_status: 409,
        run: |sandbox, args, now| {
            Ok(sandbox.seller_refuses(args.text("refundId"), args.text("reason"), now)?)
        },
    },
    Control {
        name: "sellerReceives",
        params: &[REFUND],
        example: r#"{"refundId": "…"}"#,
        description: "",
        error_status: 409,
        run: |sandbox, args, now| Ok(sandbox.seller_receives(args.text("refundId"), now)?),
    },
    Control {
        name: "setFaults",
        params: &[required("faults", ControlParamKind::Body)],
        example: r#"[{"kind": "reset", "when": "after"}]"#,
        description: "replaces all faults; [] removes them",
        error_status: 400,
        run: |sandbox, args, _| {
            sandbox.set_faults(Fault::list(&args.json("faults"))?);
            Ok(())
        },
    },
];

/// The reason why a control that was called by its name had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvokeError {
    /// No control has this name.
    #[error("unknown control")]
    UnknownControl,
    /// The params do not match the declaration.
    #[error("{0}")]
    Params(String),
    /// The control is not possible.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// The faults are invalid.
    #[error(transparent)]
    Faults(#[from] FaultError),
}

impl Sandbox {
    /// Returns the declarations of all controls.
    pub fn controls() -> &'static [Control] {
        CONTROLS
    }

    /// Calls a control by its name, with its params as a JSON object.
    ///
    /// # Errors
    /// If the control is unknown, the params do not match its declaration, or it is not possible. Nothing changes then.
    pub fn invoke(&mut self, name: &str, params: &str, now: u64) -> Result<(), InvokeError> {
        let control = CONTROLS.iter().find(|control| control.name == name);
        let control = control.ok_or(InvokeError::UnknownControl)?;
        let params = serde_json::from_str(params)
            .map_err(|error| InvokeError::Params(format!("the params must be a JSON object: {error}")))?;
        control.check(&params).map_err(InvokeError::Params)?;
        (control.run)(self, &Args(&params), now)
    }
}

impl Control {
    fn check(&self, params: &Map<String, Value>) -> Result<(), String> {
        if let Some(name) = params.keys().find(|name| self.params.iter().all(|param| param.name != *name)) {
            return Err(format!("{} has no param {:?}", self.name, crate::request_log::shortened(name)));
        }
        self.params.iter().try_for_each(|param| match params.get(param.name) {
            None if param.required => Err(format!("{} is missing", param.name)),
            None => Ok(()),
            Some(value) => {
                param.kind.check(value).map_err(|expected| format!("{} must be {expected}", param.name))
            }
        })
    }
}

impl ControlParamKind {
    /// Checks a value. Returns a description of the kind if it does not match.
    fn check(self, value: &Value) -> Result<(), &'static str> {
        let (is_valid, expected) = match self {
            Self::Id | Self::Text => (value.is_string(), "a string"),
            Self::Ids => {
                let is_list = value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
                (is_list, "an array of strings")
            }
            Self::Integer => (value.as_i64().is_some_and(|number| number >= 0), "a whole number from 0 on"),
            Self::Body => (true, "JSON"),
        };
        if is_valid {
            Ok(())
        } else {
            Err(expected)
        }
    }
}

/// Params that match the declaration.
struct Args<'a>(&'a Map<String, Value>);

impl Args<'_> {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn integer(&self, name: &str) -> i64 {
        self.0.get(name).and_then(Value::as_i64).unwrap_or_default()
    }

    fn fen(&self, name: &str) -> Option<Fen> {
        self.0.get(name).and_then(Value::as_i64).map(Fen)
    }

    fn ids(&self, name: &str) -> Option<Vec<String>> {
        let items = self.0.get(name)?.as_array()?;
        Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Returns JSON text. A string is taken as JSON text already.
    fn json(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }
}

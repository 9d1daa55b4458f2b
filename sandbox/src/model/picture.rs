//! Pictures of products: small drawings as `data:` URLs, which a page can show without a network.

use percent_encoding::{utf8_percent_encode, AsciiSet, CONTROLS};

/// Characters that must be encoded in an SVG in a `data:` URL.
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>');
/// The golden angle in degrees, which spreads any number of hues evenly.
const GOLDEN_ANGLE: i64 = 137;

/// The kind of product that a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Shirt,
    Bag,
    Cup,
    Phone,
    Bottle,
    Tent,
    Blocks,
}

impl Shape {
    /// Returns its outline as an SVG path, in a square of 100.
    const fn outline(self) -> &'static str {
        match self {
            Shape::Shirt => "M36 18q14 10 28 0l18 12-8 14-8-4v36H34V40l-8 4-8-14z",
            Shape::Bag => "M26 36h48l6 40H20zM38 36v-6a12 12 0 0 1 24 0v6h-5v-6a7 7 0 0 0-14 0v6z",
            Shape::Cup => {
                "M26 26h38v36q0 14-14 14H40q-14 0-14-14zM64 34h6a12 12 0 0 1 0 26h-6v-7h5a6 6 0 0 0 0-12h-5z"
            }
            Shape::Phone => {
                "M36 16h28q5 0 5 5v50q0 5-5 5H36q-5 0-5-5V21q0-5 5-5zM36 22v42h28V22zM46 68v4h8v-4z"
            }
            Shape::Bottle => "M43 16h14v12q10 6 10 16v26q0 6-6 6H39q-6 0-6-6V44q0-10 10-16zM38 48v16h24V48z",
            Shape::Tent => "M50 20l34 56H60L50 54 40 76H16z",
            Shape::Blocks => "M22 50h26v26H22zM52 50h26v26H52zM37 20h26v26H37z",
        }
    }
}

/// Draws a product with a label. The colour is derived from a number.
pub fn picture(shape: Shape, number: i64, label: &str) -> String {
    let hue = number.rem_euclid(360) * GOLDEN_ANGLE % 360;
    let outline = shape.outline();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='400' viewBox='0 0 100 100'>\
         <rect width='100' height='100' fill='hsl({hue},60%,92%)'/>\
         <path fill='hsl({hue},48%,52%)' fill-rule='evenodd' d='{outline}'/>\
         <text x='50' y='91' font-family='sans-serif' font-size='6.5' text-anchor='middle' \
         fill='hsl({hue},40%,28%)'>{}</text></svg>",
        escape(label)
    );
    format!("data:image/svg+xml,{}", utf8_percent_encode(&svg, ENCODED))
}

/// Escapes text for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

//! Keys by which the repetitions of a push message are recognized.

use super::platform::Platform;
use super::timestamp::is_precise;
use super::{Event, Timestamp};
use crate::schema::Json;
use crate::signature::{self, AUTHORIZATION_LENGTH};

/// The members that hold the id of what a message is about, the most specific first: a refund is of an order, and an order has many.
const SUBJECTS: [&[&str]; 9] = [
    &["refundId"],
    &["orderId"],
    &["baseInfo", "idOfStr"],
    &["baseInfo", "id"],
    &["OrderLogisticsTracingModel", "logisticsId"],
    &["MailNoChangeModel", "logisticsId"],
    &["purchaseOrderId"],
    &["purchase_id"],
    &["salesOrderId"],
];

/// The members of an envelope that a key has in places of their own.
const ENVELOPE: [&str; 4] = ["messageType", "messageBody", "messagePlatform", "timestamp"];

/// Maximum length of a part of a key, in bytes: beyond it, a digest takes its place. Keys go into stores whose columns end.
const MAX_PART: usize = 128;

impl Event {
    /// Returns a text that is the same for a message and its repetitions, to remember which were handled: messages have no
    /// id, and the vendor advises to tell them apart by type, order or refund id, and timestamp.
    ///
    /// It is `type:platform:subject:timestamp`, such as `ORDER_BUYER_VIEW_ORDER_PAY:1:3305075341149134260:1779263269913`.
    /// - The type is without its prefix, the platform a number, and the body read before the key is made. So it is the
    ///   same whether the type has its prefix or not, and whether the body is an object or its text.
    /// - The subject is the refund, the order or the parcel. The id `0` means none.
    /// - A message without a subject has the digest of its body, and of what is beside it in the envelope, in that place, and so
    ///   has one without a time. A time that does not count milliseconds, or is not of the years 2010 to 2049, is followed by that
    ///   digest. Two different messages must not be taken for one, and what is sent again has the same body.
    /// - A part of more than 128 bytes is replaced by its digest.
    pub fn key(&self) -> String {
        let timestamp = self.timestamp.as_ref().map(Timestamp::as_str);
        dedup_key(self.type_text(), self.platform(), self.json_body(), self.other.iter(), timestamp)
    }

    /// Returns the id of what the message is about: the refund, the order or the parcel, as in [`Event::key`]. `None` if it
    /// names none.
    pub fn subject(&self) -> Option<String> {
        bounded_subject(self.json_body())
    }
}

/// Returns the key of a message with this type (with its prefix or without), platform and body, and with these members in its
/// envelope, some of which may be those.
pub(crate) fn dedup_key<'a>(
    message_type: &str,
    platform: Option<Platform>,
    body: &Json,
    envelope: impl Iterator<Item = (&'a String, &'a Json)>,
    timestamp: Option<&str>,
) -> String {
    let topic = bounded(Platform::strip_prefix(message_type));
    let platform = platform.map(|platform| platform.number().to_string()).unwrap_or_default();
    let subject = subject(body);
    let timestamp = timestamp.unwrap_or_default();
    let is_precise = is_precise(timestamp);
    let digest = if is_precise && subject.is_some() { String::new() } else { digest_content(body, envelope) };
    let subject = subject.map_or_else(|| digest.clone(), bounded);
    let timestamp = match timestamp {
        "" => digest,
        _ if is_precise => timestamp.to_owned(),
        _ => [&bounded(timestamp), "-", &digest].concat(),
    };
    [topic, platform, subject, timestamp].join(":")
}

/// Returns the key of a body that is not an envelope: the same when it is sent again.
pub(crate) fn unreadable_key(body: &[u8]) -> String {
    ["unknown:", &digest(body)].concat()
}

/// Returns the id of what a message with this body is about.
fn subject(body: &Json) -> Option<&str> {
    SUBJECTS.iter().find_map(|path| digits_at(body, path).filter(|id| is_id(id)))
}

/// Returns the same as [`Event::subject`], for a message with this body.
pub(crate) fn bounded_subject(body: &Json) -> Option<String> {
    subject(body).map(bounded)
}

/// Returns the text or number at a path of members.
fn digits_at<'a>(body: &'a Json, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(body, |outer, name| outer.get(name))?.as_digits()
}

/// Returns whether a text can be an id: not empty, and not `0`, which means none.
fn is_id(text: &str) -> bool {
    text.bytes().any(|byte| !matches!(byte, b'0' | b'.' | b'-' | b' '))
}

fn bounded(part: &str) -> String {
    if part.len() > MAX_PART {
        return digest(part.as_bytes());
    }
    part.to_owned()
}

/// Returns a digest of a body and of the members beside it, in any order, which does not depend on how their strings and numbers
/// were written.
fn digest_content<'a>(body: &Json, envelope: impl Iterator<Item = (&'a String, &'a Json)>) -> String {
    let mut text = String::new();
    write_canonical(body, &mut text);
    // Added up, since to sort them would take 3 KB of the client's wasm.
    let mut sum = [0_u8; AUTHORIZATION_LENGTH];
    let mut beside = String::new();
    for (name, value) in envelope.filter(|(name, _)| !ENVELOPE.contains(&name.as_str())) {
        beside.clear();
        write_member(name, value, &mut beside);
        for (sum, byte) in sum.iter_mut().zip(signature::authorize(&[], &[&beside])) {
            *sum = sum.wrapping_add(byte);
        }
    }
    if !beside.is_empty() {
        text.extend(sum.map(char::from));
    }
    digest(text.as_bytes())
}

fn write_canonical(value: &Json, out: &mut String) {
    match value {
        Json::Number(digits) => write_number(digits, out),
        Json::List(items) => {
            out.push('[');
            for item in items {
                write_canonical(item, out);
                out.push(',');
            }
        }
        Json::Object(members) => {
            out.push('{');
            for (name, value) in members {
                write_member(name, value, out);
            }
        }
        scalar => return out.push_str(&scalar.to_string()),
    }
    out.push(']');
}

fn write_member(name: &str, value: &Json, out: &mut String) {
    out.push_str(name);
    out.push(':');
    write_canonical(value, out);
    out.push(',');
}

/// Writes sign, significant digits and exponent of a number: `12.30` and `1.23E1` are `123e-1`.
fn write_number(number: &str, out: &mut String) {
    let mut digits = String::new();
    let mut exponent = 0;
    let mut is_fraction = false;
    for (index, byte) in number.bytes().enumerate() {
        match byte {
            b'-' => out.push('-'),
            b'.' => is_fraction = true,
            b'e' | b'E' => {
                let text = number.get(index + 1..).unwrap_or_default();
                exponent += text.parse::<i64>().unwrap_or_default();
                break;
            }
            digit => {
                // No zeros at the front.
                if digit != b'0' || !digits.is_empty() {
                    digits.push(digit.into());
                }
                exponent -= i64::from(is_fraction);
            }
        }
    }
    while digits.ends_with('0') {
        digits.pop();
        exponent += 1;
    }
    out.push_str(&digits);
    if !digits.is_empty() {
        out.push('e');
        out.push_str(&exponent.to_string());
    }
}

/// Returns a digest: HMAC-SHA256 with an empty key, since signatures need that anyway.
fn digest(bytes: &[u8]) -> String {
    signature::authorize(&[], &[bytes]).iter().copied().map(char::from).collect()
}

//! Pictures as evidence. What lies in them is forgotten at once; only their addresses are kept.

use crate::asked::Asked;
use crate::envelope::Failure;
use crate::state::alibaba::catalogue::IMAGE_HOST;
use crate::state::market::Market;
use pandapon::schema::Json;

/// How the base64 of every JPEG begins: bytes FF D8 FF.
const JPEG: &str = "/9j/";

/// Takes a picture: base64 of a JPEG. That the vendor takes base64 is inferred.
pub fn upload(market: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let picture = asked.members.text("imageData").unwrap_or_default();
    if !picture.starts_with(JPEG) || !is_base64(picture) {
        return Err(Failure::new("4000", "imageData must be a jpg picture as base64"));
    }
    let path = format!("img/ibank/{}.jpg", market.ids.next());
    market.vouchers.insert(format!("{IMAGE_HOST}/{path}"));
    Ok(Json::from([("imageDomain", IMAGE_HOST.into()), ("imageRelativeUrl", path.into())]))
}

/// Whether all of these were uploaded. Their addresses come with or without `https://`.
pub fn are_uploaded(market: &Market, vouchers: &[&str]) -> bool {
    vouchers.iter().all(|voucher| {
        let address = voucher.strip_prefix("https://").unwrap_or(voucher);
        market.vouchers.contains(address)
    })
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
}

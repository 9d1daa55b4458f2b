//! Categories: a root with all others right below it.

use crate::asked::Asked;
use crate::envelope::{Failure, NOT_THERE};
use crate::state::alibaba::catalogue::{Category, CATEGORIES};
use crate::state::market::Market;
use pandapon::schema::Json;

const ROOT: i64 = 0;

/// A category and those right below it. Whatever the language, the translation is English.
pub fn categories(_: &mut Market, asked: &Asked<'_>) -> Result<Json, Failure> {
    let id = asked.members.id("categoryId");
    if id == Some(ROOT) {
        let children: Vec<_> = CATEGORIES.iter().map(|category| Json::Object(leaf(category))).collect();
        return Ok(Json::from([
            ("categoryId", ROOT.into()),
            ("chineseName", "全部类目".into()),
            ("translatedName", "All categories".into()),
            ("leaf", false.into()),
            ("level", "0".into()),
            ("children", children.into()),
        ]));
    }
    let category = CATEGORIES.iter().find(|category| Some(category.id) == id);
    let category = category.ok_or_else(|| Failure::new(NOT_THERE, "there is no such category"))?;
    let mut members = leaf(category);
    members.push(("children".to_owned(), Vec::new().into()));
    Ok(Json::Object(members))
}

fn leaf(category: &Category) -> Vec<(String, Json)> {
    let members = [
        ("categoryId", category.id.into()),
        ("chineseName", category.name.into()),
        ("translatedName", category.name_trans.into()),
        ("leaf", true.into()),
        ("level", "1".into()),
        ("parentCateId", ROOT.into()),
    ];
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

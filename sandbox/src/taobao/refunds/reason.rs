//! Why a refund may be asked for. Ids and texts are the emulator's own.

use crate::state::taobao::refund::Goods;

/// A reason.
pub struct Reason {
    pub id: i64,
    pub text: &'static str,
    pub tips: &'static str,
    /// Where the goods may be.
    pub fits: &'static [Goods],
}

static REASONS: &[Reason] = &[
    Reason { id: 990_401, text: "不想要了", tips: "", fits: &Goods::SAID_BY_BUYERS },
    Reason { id: 990_402, text: "卖家缺货", tips: "", fits: &[Goods::NotShipped] },
    Reason { id: 990_403, text: "未收到货", tips: "", fits: &[Goods::Shipped, Goods::NotReceived] },
    Reason { id: 990_404, text: "质量问题", tips: "请上传实物照片", fits: &[Goods::Received] },
    Reason { id: 990_405, text: "与描述不符", tips: "请上传实物照片", fits: &[Goods::Received] },
];

/// The reasons that fit where the goods are.
pub fn fitting(goods: Goods) -> impl Iterator<Item = &'static Reason> {
    REASONS.iter().filter(move |reason| reason.fits.contains(&goods))
}

/// The text of a reason, by its id.
pub fn text(id: i64) -> &'static str {
    REASONS.iter().find(|reason| reason.id == id).map_or("", |reason| reason.text)
}

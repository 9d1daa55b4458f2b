//! Why a refund may be asked for.

use super::goods::Goods;

/// A reason. 20021 and 20028 stand in 1688's samples; the other ids are the emulator's own.
#[derive(Debug)]
pub struct Reason {
    pub id: i64,
    pub name: &'static str,
    pub needs_voucher: bool,
    /// Whether the freight is not refunded for it.
    pub without_freight: bool,
    /// Where the goods may be.
    pub fits: &'static [Goods],
    pub tip: &'static str,
}

const EVERYWHERE: &[Goods] =
    &[Goods::NotShipped, Goods::OnTheirWay, Goods::Received, Goods::NeverCame, Goods::ReceivedAfterSale];
const MISSING: &[Goods] = &[Goods::OnTheirWay, Goods::NeverCame];
const THERE: &[Goods] = &[Goods::Received, Goods::ReceivedAfterSale];

/// Every reason.
pub static REASONS: &[Reason] = &[
    Reason {
        id: 20_028,
        name: "不想要了/与卖家协商一致退款",
        needs_voucher: false,
        without_freight: false,
        fits: EVERYWHERE,
        tip: "",
    },
    Reason {
        id: 20_021,
        name: "颜色/图案/款式与描述不符",
        needs_voucher: true,
        without_freight: false,
        fits: THERE,
        tip: "请上传实物照片",
    },
    Reason {
        id: 990_001,
        name: "卖家缺货",
        needs_voucher: false,
        without_freight: false,
        fits: &[Goods::NotShipped],
        tip: "",
    },
    Reason {
        id: 990_002,
        name: "未收到货",
        needs_voucher: false,
        without_freight: false,
        fits: MISSING,
        tip: "",
    },
    Reason {
        id: 990_003,
        name: "质量问题",
        needs_voucher: true,
        without_freight: false,
        fits: THERE,
        tip: "请上传实物照片",
    },
    Reason {
        id: 990_004,
        name: "七天无理由退货",
        needs_voucher: false,
        without_freight: true,
        fits: THERE,
        tip: "运费不退",
    },
];

/// A reason in a snapshot: its id.
pub mod reason_by_id {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Reason, REASONS};

    pub fn serialize<S: Serializer>(reason: &Reason, target: S) -> Result<S::Ok, S::Error> {
        target.serialize_i64(reason.id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(source: D) -> Result<&'static Reason, D::Error> {
        let id = i64::deserialize(source)?;
        let reason = REASONS.iter().find(|reason| reason.id == id);
        reason.ok_or_else(|| D::Error::custom(format_args!("there is no reason {id}")))
    }
}

/// The reason of this id, if it fits where the goods are.
pub fn find(id: Option<i64>, goods: Goods) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| Some(reason.id) == id && reason.fits.contains(&goods))
}

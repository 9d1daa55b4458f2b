//! Where the goods of a refund are.

use serde::{Deserialize, Serialize};

/// Where the goods are, as a refund is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goods {
    NotShipped,
    OnTheirWay,
    Received,
    NeverCame,
    ReceivedAfterSale,
}

/// The words of [`Goods`].
const GOODS: [(&str, Goods); 5] = [
    ("refundWaitSellerSend", Goods::NotShipped),
    ("refundWaitBuyerReceive", Goods::OnTheirWay),
    ("refundBuyerReceived", Goods::Received),
    ("aftersaleBuyerNotReceived", Goods::NeverCame),
    ("aftersaleBuyerReceived", Goods::ReceivedAfterSale),
];

impl Goods {
    pub fn of(word: Option<&str>) -> Option<Goods> {
        GOODS.iter().find(|(known, _)| Some(*known) == word).map(|(_, goods)| *goods)
    }

    pub const fn is_after_sale(self) -> bool {
        matches!(self, Goods::NeverCame | Goods::ReceivedAfterSale)
    }

    pub const fn are_received(self) -> bool {
        matches!(self, Goods::Received | Goods::ReceivedAfterSale)
    }
}

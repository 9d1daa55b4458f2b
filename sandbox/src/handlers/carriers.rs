//! The carriers in China that can return goods.

/// A carrier.
pub struct Carrier {
    pub code: &'static str,
    pub name: &'static str,
    /// The name in pinyin.
    pub spelling: &'static str,
}

const fn carrier(code: &'static str, name: &'static str, spelling: &'static str) -> Carrier {
    Carrier { code, name, spelling }
}

/// All carriers. The code `ZTO` is in 1688's documentation; the list is the emulator's own.
pub static CARRIERS: [Carrier; 6] = [
    carrier("ZTO", "中通快递", "zhongtongkuaidi"),
    carrier("YTO", "圆通速递", "yuantongsudi"),
    carrier("STO", "申通快递", "shentongkuaidi"),
    carrier("YUNDA", "韵达快递", "yundakuaidi"),
    carrier("SF", "顺丰速运", "shunfengsuyun"),
    carrier("EMS", "邮政特快专递", "youzhengtekuaizhuandi"),
];

/// Returns the name of a carrier by its code.
pub fn name(code: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|carrier| carrier.code == code).map(|carrier| carrier.name)
}

/// Valid lengths of waybills: the emulator's own check.
const WAYBILL_LENGTH: std::ops::RangeInclusive<usize> = 8..=20;

/// Returns whether a text looks like a waybill.
pub fn is_waybill(waybill: &str) -> bool {
    WAYBILL_LENGTH.contains(&waybill.len()) && waybill.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

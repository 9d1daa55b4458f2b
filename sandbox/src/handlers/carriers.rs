//! The carriers of the sandbox, in China.

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

/// All of them. The code `ZTO` is in 1688's documentation; the list is the emulator's own.
pub static CARRIERS: [Carrier; 6] = [
    carrier("ZTO", "中通快递", "zhongtongkuaidi"),
    carrier("YTO", "圆通速递", "yuantongsudi"),
    carrier("STO", "申通快递", "shentongkuaidi"),
    carrier("YUNDA", "韵达快递", "yundakuaidi"),
    carrier("SF", "顺丰速运", "shunfengsuyun"),
    carrier("EMS", "邮政特快专递", "youzhengtekuaizhuandi"),
];

/// The name of a carrier, by its code.
pub fn name(code: &str) -> Option<&'static str> {
    CARRIERS.iter().find(|carrier| carrier.code == code).map(|carrier| carrier.name)
}

/// The lengths of waybills that the sandbox takes for real: the emulator's own check.
const WAYBILL_LENGTH: std::ops::RangeInclusive<usize> = 8..=20;

/// Whether a carrier may have given out such a number.
pub fn knows(waybill: &str) -> bool {
    WAYBILL_LENGTH.contains(&waybill.len()) && waybill.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

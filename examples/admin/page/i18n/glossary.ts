/** English translations of recurring Chinese phrases of the platform and its sellers. */
export const translations: Readonly<Record<string, string>> = {
  // Reasons for refunds.
  "不想要了/与卖家协商一致退款": "Not wanted any more, or agreed with the seller",
  "颜色/图案/款式与描述不符": "Colour, pattern or style differs from the description",
  卖家缺货: "The seller has no stock",
  未收到货: "The goods did not arrive",
  质量问题: "Quality problem",
  七天无理由退货: "Return within seven days, without a reason",
  请上传实物照片: "Upload a photo of the goods.",
  运费不退: "Freight is not refunded.",
  // Where parcels are.
  卖家已发货: "Shipped by the seller",
  快件已揽收: "Picked up by the carrier",
  快件运输中: "On its way",
  快件派送中: "Out for delivery",
  快件已签收: "Delivered and signed for",
  // Events of refunds.
  买家发起退款申请: "Refund requested",
  卖家同意退款: "The seller agreed to the refund",
  卖家同意退货: "The seller agreed to the return",
  卖家拒绝退款: "The seller refused",
  买家已退货: "Goods sent back",
  卖家确认收到退货: "The seller has the goods",
  买家重新申请: "Requested anew",
  "卖家已发货，退款关闭": "Closed: the seller shipped",
  "买家确认收货，退款关闭": "Closed: the receipt was confirmed",
  "照片看不清楚，请补充实物照片": "The photo is not clear, please add one of the goods",
  // Carriers.
  中通快递: "ZTO Express",
  圆通速递: "YTO Express",
  申通快递: "STO Express",
  韵达快递: "Yunda Express",
  顺丰速运: "SF Express",
  邮政特快专递: "EMS",
  支付宝: "Alipay",
};

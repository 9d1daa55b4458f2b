/** The orders and refunds of the last three weeks, so that no view is empty when the page opens. */
import { buyer, seller } from "./steps.mjs";

const { pay, cancel, receive, refund, sendBack } = buyer;
const { ship, agree, refuse, takeBack } = seller;

/**
 * A purchase: when it was made, what was bought (words to search, which SKU, how many lots of the least quantity) and
 * what came then, in hours after it was made.
 *
 * @typedef {{ daysAgo: number, goods: [string, number, number][], then: import("./steps.mjs").Step[] }} Purchase
 * @type {Purchase[]}
 */
export const purchases = [
  // Over and done.
  {
    daysAgo: 20.6,
    goods: [
      ["T-shirt", 1, 30],
      ["backpack", 0, 6],
    ],
    then: [pay(0.3), ship(19), receive(92)],
  },
  {
    daysAgo: 19.2,
    goods: [
      ["mug", 0, 8],
      ["notebook", 2, 12],
    ],
    then: [pay(0.1), ship(26), receive(101)],
  },
  { daysAgo: 18.4, goods: [["yoga mat", 1, 10]], then: [pay(2), ship(22), receive(80)] },
  {
    daysAgo: 17.5,
    goods: [
      ["storage box", 0, 6],
      ["tote", 0, 12],
    ],
    then: [pay(0.5), ship(30), receive(120)],
  },
  { daysAgo: 16.1, goods: [["earphones", 1, 20]], then: [pay(0.2), ship(12), receive(70)] },
  {
    daysAgo: 15.3,
    goods: [
      ["gel pen", 0, 24],
      ["hair clip", 0, 3],
    ],
    then: [pay(0.2), ship(40), receive(130)],
  },

  // Closed without a payment: by the buyer, and by the platform after twelve hours.
  { daysAgo: 14.2, goods: [["wallet", 0, 5]], then: [cancel(1.5)] },
  { daysAgo: 13.6, goods: [["suitcase", 1, 2]], then: [] },

  // Money back after the trade: goods that came broken, and goods that never came.
  {
    daysAgo: 13.1,
    goods: [["mug", 2, 5]],
    then: [
      pay(0.4),
      ship(15),
      receive(75),
      refund(100, {
        reason: "质量问题",
        share: 0.3,
        voucher: true,
        text: "9 of 30 mugs arrived cracked, see the picture",
      }),
      agree(123),
    ],
  },
  {
    daysAgo: 11.4,
    goods: [
      ["building blocks", 0, 8],
      ["phone case", 1, 10],
    ],
    then: [
      pay(0.2),
      ship(18),
      receive(90),
      refund(112, { reason: "七天", returns: true, items: 1, text: "The shop had ordered the larger set" }),
      agree(130),
      sendBack(141, "ZTO", "75340098112640"),
      takeBack(190),
    ],
  },

  // Money back before the goods were sent.
  {
    daysAgo: 10.2,
    goods: [["umbrella", 1, 15]],
    then: [pay(0.1), refund(6, { reason: "缺货", text: "The seller says that blue is out of stock" }), agree(9)],
  },

  // Refunds under way, each with another's turn.
  {
    daysAgo: 9.3,
    goods: [
      ["hoodie", 1, 6],
      ["night light", 0, 4],
    ],
    then: [
      pay(0.3),
      ship(21),
      refund(96, { reason: "七天", returns: true, items: 1, text: "Sizes run small, the customer sends them back" }),
      agree(120),
      sendBack(150, "SF", "SF1530048812977"),
    ],
  },
  {
    daysAgo: 7.8,
    goods: [
      ["mug", 1, 10],
      ["notebook", 0, 6],
    ],
    then: [
      pay(0.2),
      ship(16),
      refund(99, {
        reason: "质量问题",
        share: 0.5,
        items: 1,
        voucher: true,
        text: "Half of the mugs came with cracks",
      }),
      refuse(125, "照片看不清楚，请补充实物照片"),
    ],
  },
  {
    daysAgo: 6.9,
    goods: [["power bank", 2, 10]],
    then: [
      pay(0.6),
      ship(14),
      refund(88, { reason: "七天", returns: true, text: "The plugs do not fit, the whole batch goes back" }),
      agree(110),
    ],
  },
  {
    daysAgo: 4.1,
    goods: [
      ["cable", 0, 20],
      ["hand cream", 0, 10],
    ],
    then: [
      pay(0.2),
      ship(20),
      refund(80, { reason: "未收到", items: 1, text: "The parcel says delivered, nothing came" }),
    ],
  },
  {
    daysAgo: 1.2,
    goods: [["plush", 2, 12]],
    then: [pay(0.1), refund(20, { reason: "不想要", text: "Ordered twice by mistake" })],
  },

  // On their way, or there and not confirmed.
  { daysAgo: 5.2, goods: [["camping", 0, 6]], then: [pay(0.2), ship(26)] },
  {
    daysAgo: 4.6,
    goods: [
      ["jeans", 2, 8],
      ["waist bag", 0, 5],
    ],
    then: [pay(1), ship(20)],
  },
  {
    daysAgo: 3.3,
    goods: [
      ["sun protection", 0, 8],
      ["candle", 1, 4],
    ],
    then: [pay(0.1), ship(24)],
  },
  {
    daysAgo: 2.5,
    goods: [
      ["makeup brush", 0, 10],
      ["rope", 0, 8],
    ],
    then: [pay(0.2), ship(17)],
  },
  { daysAgo: 1.9, goods: [["socks", 0, 12]], then: [pay(0.3), ship(28)] },

  // Paid, to be shipped.
  { daysAgo: 1.4, goods: [["cardigan", 1, 10]], then: [pay(0.2)] },
  {
    daysAgo: 0.9,
    goods: [
      ["blanket", 0, 12],
      ["T-shirt", 3, 20],
    ],
    then: [pay(0.5)],
  },
  { daysAgo: 0.6, goods: [["mirror", 0, 10]], then: [pay(0.1)] },
  { daysAgo: 0.35, goods: [["phone stand", 0, 20]], then: [pay(0.2)] },

  // To be paid.
  {
    daysAgo: 0.3,
    goods: [
      ["yoga mat", 0, 4],
      ["storage box", 0, 2],
    ],
    then: [],
  },
  { daysAgo: 0.12, goods: [["earphones", 0, 12]], then: [] },
  { daysAgo: 0.05, goods: [["notebook", 0, 20]], then: [] },
];

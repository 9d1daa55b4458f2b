/** What the handler of push messages refuses, and what it must not refuse: signed messages in unexpected forms, floods, slow bodies. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { constructEvent, DecodeError, eventHandler, nodeListener, parseEvent } from "../../pkg/index.node.js";
import { messageTexts } from "./support/message-texts.mjs";

const accessKey = "0123456789abcdef0123456789abcdef";
const accessSecret = "fedcba9876543210fedcba9876543210";
const credentials = { accessKey, accessSecret };
const ADDRESS = "https://shop.example/pushes";
const HOUR = 3_600_000;
const id = "3305075341149134261";

/** Signs a body, independently of this package. */
const sign = (body) => createHmac("sha256", accessSecret).update(accessKey).update(body).digest("hex");

const request = (body, authorization) =>
  new Request(ADDRESS, {
    method: "POST",
    body,
    headers: authorization === undefined ? {} : { authorization },
    duplex: "half",
  });

/** A handler, the events that onEvent received, and the log. */
function handlerOf(options = {}) {
  const events = [];
  const log = [];
  const logger = { warn: (message) => log.push(message), error: (message) => log.push(message) };
  const handler = eventHandler({ ...credentials, onEvent: (event) => void events.push(event), logger, ...options });
  const post = async (body, authorization = sign(body)) => (await handler(request(body, authorization))).status;
  return { handler, post, events, log };
}

/** A message whose body is this text. */
const message = (timestamp, orderId = id) =>
  `{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_PAY","messageBody":{"orderId":${orderId}},"messagePlatform":1${timestamp === undefined ? "" : `,"timestamp":${timestamp}`}}`;

/** Formats a time in China time. */
const inChina = (time) => new Date(time + 8 * HOUR).toISOString().slice(0, 19).replace("T", " ");

/** A time in every supported form, as JSON text. */
function forms(time) {
  const china = inChina(time);
  const seconds = Math.floor(time / 1000);
  const texts = [
    time,
    seconds,
    `${time}000`,
    `${time}000000`,
    china,
    china.replace(" ", "T"),
    `${china.replace(" ", "T")}+08:00`,
    china.replaceAll("-", "/"),
    china.replace(/\D/g, ""),
    `${china.replace(/\D/g, "")}000+0800`,
    new Date(time).toISOString(),
  ];
  return [
    ...texts.map((text) => JSON.stringify(String(text))),
    String(time),
    String(seconds),
    `${time}.0`,
    `${seconds}.5`,
  ];
}

describe("the time of a message", () => {
  test("is read in every form: a recent message is handled", async () => {
    for (const age of [0, 2.5 * HOUR, -2 * HOUR]) {
      for (const timestamp of forms(Date.now() - age)) {
        const { post, events } = handlerOf();
        assert.equal(await post(message(timestamp)), 200, timestamp);
        assert.equal(events[0]?.messageBody.orderId, id, timestamp);
      }
    }
  });

  test("is read in every form: a message that is too old or too new is refused and logged", async () => {
    for (const age of [4 * HOUR, -4 * HOUR]) {
      for (const timestamp of forms(Date.now() - age)) {
        const { post, events, log } = handlerOf();
        assert.equal(await post(message(timestamp)), 401, timestamp);
        assert.deepEqual(events, []);
        assert.match(log.join(), /too old or too new/, timestamp);
      }
    }
  });

  test("may be missing or unreadable: the message is handled, once", async () => {
    const unreadable = [
      undefined,
      "null",
      '""',
      '" "',
      '"yesterday"',
      "true",
      "[2026,5,20,15,21,9]",
      "{}",
      "-1",
      "1e400",
      "0",
      '"0"',
      '"20261128"',
      '"202611281718"',
      "9223372036854775807",
      "253402300799000",
      '"9999999999999"',
      String(Math.floor(Date.now() / 60_000)),
      String(Math.floor(Date.now() / HOUR)),
      String(Math.floor(Date.now() / (24 * HOUR))),
      `"${"1".repeat(1000)}"`,
    ];
    for (const timestamp of unreadable) {
      const { post, events } = handlerOf();
      for (let count = 0; count < 3; count++) assert.equal(await post(message(timestamp)), 200, timestamp);
      assert.equal(await post(message(timestamp, "7")), 200, timestamp);
      assert.deepEqual(
        events.map(({ messageBody }) => messageBody.orderId),
        [id, "7"],
        timestamp,
      );
    }
  });

  test("may be UTC without saying so", async () => {
    const { post, events } = handlerOf();
    const utc = new Date().toISOString().replace("T", " ").slice(0, 19);
    assert.equal(await post(message(JSON.stringify(utc))), 200);
    assert.equal(events.length, 1);
  });

  test("in seconds does not merge two messages, wherever their content is", async () => {
    const { post, events } = handlerOf();
    const second = Math.floor(Date.now() / 1000);
    for (const order of ["1", "2", "2"]) {
      assert.equal(await post(`{"messageType":"X_PAY","orderId":"${order}","timestamp":${second}}`), 200);
    }
    assert.deepEqual(
      events.map(({ orderId }) => orderId),
      ["1", "2"],
    );
  });

  test("in seconds does not merge two messages", async () => {
    const { post, events } = handlerOf();
    const second = Math.floor(Date.now() / 1000);
    for (const action of ["BUYER_APPLY_REFUND", "SYSTEM_AGREE_REFUND"]) {
      const body = `{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES","messageBody":{"refundId":"TQ1","refundAction":"${action}"},"timestamp":${second}}`;
      for (let count = 0; count < 2; count++) assert.equal(await post(body), 200);
    }
    assert.equal(events.length, 2);
  });

  test("is logged at most once a minute, with a count", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
    const { post, log } = handlerOf();
    for (let count = 0; count < 10; count++) await post(message(String(Date.now() - 4 * HOUR - count)));
    assert.equal(log.length, 1);
    t.mock.timers.tick(60_000);
    await post(message(String(Date.now() - 4 * HOUR)));
    assert.equal(log.length, 2);
    assert.match(log[1], / 9 more /);
  });
});

/** Bodies that are not envelopes. */
const strange = {
  nothing: "",
  null: "null",
  "a number": "7",
  "a list": `[${message(1)}]`,
  "1688's own envelope": `{"msgId":1,"type":"ORDER_PAY","data":{"orderId":${id}},"gmtBorn":1}`,
  "a member in another case": '{"MessageType":"X","MessageBody":{}}',
  "a byte that is not UTF-8": Buffer.concat([
    Buffer.from('{"messageType":"X","messageBody":{"note":"'),
    Buffer.from([0xff]),
    Buffer.from('"}}'),
  ]),
  "a raw tab": '{"messageType":"X","messageBody":{"note":"a\tb"}}',
  "a raw newline": '{"messageType":"X","messageBody":{"note":"a\nb"}}',
  "nesting of 129": `{"messageType":"X","messageBody":${"[".repeat(129)}${"]".repeat(129)}}`,
  "nesting of 400000": `{"messageType":"X","messageBody":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
  "more members and items than are read": `{"messageType":"X","messageBody":[${"0,".repeat(20_000)}0]}`,
  "more of them in text": JSON.stringify({ messageType: "X", messageBody: `[${"0,".repeat(20_000)}0]` }),
  "a trailing comma": '{"messageType":"X","messageBody":{},}',
  "half of a message": message(1).slice(0, 60),
  "two messages": `${message(1)}\n${message(2)}`,
  "a form": new URLSearchParams({ messageType: "X", messageBody: "{}" }).toString(),
  "UTF-16": Buffer.from(`\ufeff${message(1)}`, "utf16le"),
  gzip: gzipSync(message(1)),
  XML: "<message/>",
};

describe("a signed body that is not a message", () => {
  for (const [name, body] of Object.entries(strange)) {
    test(`is passed on with its bytes, once: ${name}`, async () => {
      const { post, events } = handlerOf();
      for (let count = 0; count < 3; count++) assert.equal(await post(body), 200);
      assert.equal(events.length, 1);
      const [{ type, form, platform, messageType, timestamp, key, rawBody, reason }] = events;
      assert.deepEqual(
        { type, form, platform, messageType, timestamp },
        { type: "", form: "Other", platform: null, messageType: "", timestamp: null },
      );
      assert.deepEqual(Buffer.from(rawBody), Buffer.from(body));
      assert.match(key, /^unknown:[\da-f]{64}$/);
      assert.match(reason, /^this is not a push message/);
      // constructEvent still throws.
      assert.throws(() => constructEvent(Buffer.from(body), sign(body), credentials), DecodeError);
    });

    test(`is refused with a wrong signature: ${name}`, async () => {
      const { post, events, log } = handlerOf();
      assert.equal(await post(body, sign(`${body} `)), 401);
      assert.deepEqual(events, []);
      assert.equal(log.length, 1);
    });
  }

  test("may have as many members and items as maxValues allows", async () => {
    const body = '{"messageType":"X","messageBody":[1,2,3]}';
    const { post, events } = handlerOf({ maxValues: 5 });
    await post(body);
    assert.deepEqual([events[0].messageBody, events[0].rawBody], [[1, 2, 3], undefined]);
    await post('{"messageType":"X","messageBody":"[1,2,3,4]"}');
    assert.match(events[1].reason, /more members and items than maxValues allows/);
    assert.equal(events[1].messageBody, null);
    assert.deepEqual(parseEvent(body, { maxValues: 5 }).messageBody, [1, 2, 3]);
    assert.throws(() => parseEvent(body, { maxValues: 4 }), DecodeError);
    assert.throws(() => constructEvent(body, sign(body), { ...credentials, maxValues: 4 }), DecodeError);
  });

  test("is not one for a body that is text nested too deep", async () => {
    const messageBody = `${"[".repeat(128)}${"]".repeat(128)}`;
    const { post, events } = handlerOf();
    assert.equal(await post(JSON.stringify({ messageType: "X", messageBody })), 200);
    assert.deepEqual([events[0].type, events[0].messageBody], ["X", messageBody]);
  });

  test("is decoded without loss if it is JSON", async () => {
    const { post, events } = handlerOf();
    await post(strange["1688's own envelope"]);
    assert.deepEqual(events[0].messageBody, { msgId: 1, type: "ORDER_PAY", data: { orderId: id }, gmtBorn: 1 });
    await post(strange["a form"]);
    assert.equal(events[1].messageBody, null);
  });

  test("has a dedup key of its own, and is handled again after a failure", async () => {
    let failures = 1;
    const events = [];
    const onEvent = (event) => {
      if (failures-- > 0) throw new Error("no database");
      events.push(event.key);
    };
    const { post } = handlerOf({ onEvent });
    assert.deepEqual(
      [await post("[1]"), await post("[1]"), await post("[2]"), await post("[2]")],
      [500, 200, 200, 200],
    );
    assert.equal(new Set(events).size, 2);
  });

  test("every combination of parts is passed on as a message or with its bytes, and none is dropped silently", async () => {
    const { post, events } = handlerOf({ tolerance: 30 * 24 * HOUR });
    const { below, text } = messageTexts(7);
    const bodies = new Set();
    while (bodies.size < 600) {
      const body = below(2) === 0 ? text(7) : `{"messageType":"X"${text(3)}}`;
      // As it arrives: without lone surrogates.
      bodies.add(Buffer.from(body).toString());
    }
    let known = 0;
    for (const body of bodies) {
      events.length = 0;
      assert.equal(await post(body), 200, body);
      let event;
      try {
        event = parseEvent(body);
        known++;
      } catch {}
      // Two messages with the same key count as one.
      if (event) assert.ok(events.length <= 1);
      else
        assert.deepEqual(
          events.map(({ rawBody }) => Buffer.from(rawBody).toString()),
          [body],
        );
    }
    assert.ok(known > 0);
  });

  test("a message cannot pretend to be a body that is not one", async () => {
    const { handler, post, events } = handlerOf();
    const body = '{"messageType":"X","rawBody":"AA==","reason":"x","failure":{"name":"Error"},"isFresh":false,"own":1}';
    assert.equal((await handler(request(body))).status, 401);
    assert.equal(await post(body), 200);
    for (const event of [events[0], parseEvent(body), constructEvent(body, sign(body), credentials)]) {
      for (const name of ["rawBody", "reason", "failure", "isFresh"]) assert.ok(!(name in event), name);
      assert.equal(event.own, 1);
    }
  });

  test("messageBody may be anything: the event says of what kind it is", async () => {
    for (const [body, expected] of [
      ["null", null],
      ["7", 7],
      ['""', ""],
      ['"{"', "{"],
      ['"paid"', "paid"],
      ["[1]", [1]],
      ["1e400", "1e400"],
      ["true", true],
    ]) {
      const { post, events } = handlerOf();
      assert.equal(await post(`{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_PAY","messageBody":${body}}`), 200);
      assert.deepEqual([events[0].form, events[0].messageBody], ["Other", expected], body);
      // A known type would promise members.
      assert.deepEqual([events[0].type, events[0].messageType], ["", "1688_ORDER_BUYER_VIEW_ORDER_PAY"]);
    }
  });

  test("a byte order mark and repeated fields are accepted", async () => {
    const { post, events } = handlerOf();
    assert.equal(await post(`\ufeff${message(Date.now())}`), 200);
    assert.equal(
      await post(
        `{"messageType":"X","messageType":"ORDER_CANCEL","messageBody":"{}","messageBody":{"orderId":1,"orderId":2}}`,
      ),
      200,
    );
    assert.deepEqual(
      events.map(({ type, messageBody }) => [type, messageBody.orderId]),
      [
        ["ORDER_BUYER_VIEW_ORDER_PAY", id],
        ["ORDER_CANCEL", "2"],
      ],
    );
  });
});

describe("a refusal because of the signature", () => {
  const body = message(Date.now());
  const cases = {
    "another secret": ({ post }) =>
      post(body, createHmac("sha256", "another").update(accessKey).update(body).digest("hex")),
    "another key": ({ post }) =>
      post(body, createHmac("sha256", accessSecret).update("another").update(body).digest("hex")),
    "a reformatted body": ({ post }) => post(JSON.stringify(JSON.parse(body), null, 1), sign(body)),
    "a header that was removed": async ({ handler }) => (await handler(request(body))).status,
    "another header": ({ post }) => post(body, "Bearer eyJhbGciOi"),
    "an empty header": ({ post }) => post(body, ""),
    "a header that is too short": ({ post }) => post(body, sign(body).slice(1)),
  };
  for (const [name, send] of Object.entries(cases)) {
    test(`is logged immediately, then once a minute with a count: ${name}`, async (t) => {
      t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
      const made = handlerOf();
      const { log, events } = made;
      for (let count = 0; count < 1000; count++) assert.equal(await send(made), 401);
      assert.equal(log.length, 1, log.join("\n"));
      assert.match(log[0], /Likely causes: .*(gateway|accessSecret)/);
      t.mock.timers.tick(60_000);
      await send(made);
      assert.equal(log.length, 2);
      assert.match(log[1], / 999 more /);
      assert.deepEqual(events, []);
      for (const message of log) {
        for (const value of [accessSecret, accessKey, sign(body), "eyJhbGciOi"])
          assert.ok(!message.includes(value), message);
      }
    });
  }

  test("is logged once for each cause: a stranger's request does not hide that the secret is wrong", async () => {
    const { handler, post, log } = handlerOf();
    for (let count = 0; count < 2; count++) {
      await post("x", "Basic scanner");
      await handler(request(body));
      await post(body, "0".repeat(64));
    }
    assert.equal(log.length, 3);
    for (const [index, cause] of [
      /not 64 hexadecimal digits/,
      /without an Authorization/,
      /does not match/,
    ].entries()) {
      assert.match(log[index], cause);
    }
  });

  test("is not logged for what is unsigned and not a message", async () => {
    const { handler, log, events } = handlerOf();
    for (const body of [undefined, "", "{}", "verify", "[]"]) assert.equal((await handler(request(body))).status, 200);
    assert.deepEqual([log, events], [[], []]);
  });

  test("does not depend on the logger, which may throw", async () => {
    const thrower = () => {
      throw new Error("no disk");
    };
    const { post } = handlerOf({ logger: { warn: thrower, error: thrower } });
    assert.equal(await post(body, "0".repeat(64)), 401);
    assert.equal(await handlerOf({ logger: {} }).post(body, "0".repeat(64)), 401);
  });
});

describe("a body", () => {
  /** An infinite body, and how much of it was read. */
  function endless(size = 1024) {
    const state = { pulled: 0, cancelled: false };
    const pull = (controller) => {
      state.pulled += size;
      controller.enqueue(new Uint8Array(size));
    };
    return [new ReadableStream({ pull, cancel: () => void (state.cancelled = true) }, { highWaterMark: 0 }), state];
  }

  test("is not read if the header cannot be a signature", async () => {
    for (const header of ["", "Basic YTpi", "0".repeat(63), "0".repeat(65), "g".repeat(64), "0".repeat(60_000)]) {
      const [body, state] = endless();
      const { handler } = handlerOf();
      assert.equal((await handler(request(body, header))).status, 401);
      assert.deepEqual(state, { pulled: 0, cancelled: true }, header);
    }
  });

  test("without a signature is read up to a few KB, and not at all if content-length is larger", async () => {
    const [body, state] = endless();
    const { handler, log } = handlerOf();
    assert.equal((await handler(request(body))).status, 413);
    assert.ok(state.cancelled && state.pulled <= 5 * 1024, `${state.pulled} bytes were read`);
    const [announced, unread] = endless();
    const headers = { "content-length": "1048576" };
    assert.equal(
      (await handler(new Request(ADDRESS, { method: "POST", body: announced, headers, duplex: "half" }))).status,
      413,
    );
    assert.deepEqual(unread, { pulled: 0, cancelled: true });
    assert.match(log[0], /without an Authorization header/);
  });

  test("with a signature is read up to maxBytes, and a larger one is logged", async () => {
    const text = `{"messageType":"X","messageBody":"${"x".repeat(200_000)}"}`;
    const { post, log } = handlerOf({ maxBytes: text.length });
    assert.equal(await post(text), 200);
    assert.equal(await post(`${text} `), 413);
    assert.match(log[0], new RegExp(`larger than maxBytes, ${text.length} bytes`));
    const [body, state] = endless();
    const { handler } = handlerOf();
    assert.equal((await handler(request(body, "0".repeat(64)))).status, 413);
    assert.ok(state.cancelled && state.pulled < 1_060_000, `${state.pulled} bytes were read`);
  });

  test("in chunks of single bytes is read completely", async () => {
    const text = `{"messageType":"X","messageBody":"${"x".repeat(100_000)}"}`;
    const bytes = Buffer.from(text);
    let at = 0;
    const pull = (controller) =>
      at < bytes.length ? controller.enqueue(bytes.subarray(at, ++at)) : controller.close();
    const { handler, events } = handlerOf();
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    assert.equal((await handler(request(body, sign(text)))).status, 200);
    assert.equal(events[0].messageBody.length, 100_000);
  });

  test("that does not arrive is abandoned in time", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    let cancelled = false;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(1)),
      cancel: () => void (cancelled = true),
    });
    const { handler, log } = handlerOf();
    const answer = handler(request(body, "0".repeat(64)));
    await new Promise(setImmediate);
    t.mock.timers.tick(5000);
    assert.equal((await answer).status, 408);
    assert.ok(cancelled);
    assert.match(log[0], /did not arrive within bodyTimeout, 5000 ms/);
  });

  test("that stalls makes room for others: all together are bounded", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
    let cancelled = 0;
    const stalled = () =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(1000)),
        cancel: () => void cancelled++,
      });
    const { handler, post, log, events } = handlerOf({ maxBytes: 1000, maxPendingBytes: 10_000 });
    const answers = Array.from({ length: 30 }, () => handler(request(stalled(), "0".repeat(64))));
    for (const answer of answers.slice(0, 20)) assert.equal((await answer).status, 503);
    assert.equal(cancelled, 20);
    assert.match(log[0], /maxPendingBytes, 10000 bytes/);
    // A message that arrives in one piece is not the oldest.
    assert.equal(await post(message(Date.now())), 200);
    assert.equal(events.length, 1);
    assert.equal((await answers[20]).status, 503);
    t.mock.timers.tick(5000);
    for (const answer of answers.slice(21)) assert.equal((await answer).status, 408);
    // All of it is free again.
    const next = Array.from({ length: 10 }, () => handler(request(stalled(), "0".repeat(64))));
    await new Promise(setImmediate);
    assert.equal(cancelled, 30);
    t.mock.timers.tick(5000);
    for (const answer of next) assert.equal((await answer).status, 408);
  });

  test("that breaks off is answered 400", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
    assert.equal((await handlerOf().handler(request(body, "0".repeat(64)))).status, 400);
  });

  test("that was already read is answered 500, and the log says why", async () => {
    const { handler, log, events } = handlerOf();
    const text = message(Date.now());
    const used = request(text, sign(text));
    await used.text();
    const locked = request(text, sign(text));
    locked.body.getReader();
    for (const before of [used, locked]) assert.equal((await handler(before)).status, 500);
    assert.equal(log.length, 2);
    assert.match(log[0], /was read before/);
    assert.deepEqual(events, []);
  });

  test("of any hostile shape is read in time linear in its size", async () => {
    const size = 1 << 18;
    const fill = (unit) => unit.repeat(Math.floor(size / unit.length));
    const inner = JSON.stringify(JSON.stringify(JSON.stringify(fill('"\\'))));
    const shapes = [
      `"${fill('\\"')}`,
      JSON.stringify(fill('{"messageBody":"')),
      `{${fill('"a":1,')}"b":1}`,
      `[${fill("1e400,")}1]`,
      fill("9"),
      `{"messageBody":"${"x".repeat(100)}"}${fill(" ")}`,
      inner.slice(0, size),
      `{"${"n".repeat(size)}":1}`,
      fill("["),
      fill("[{"),
      fill('"\\u005c'),
    ];
    const { post } = handlerOf({ maxBytes: 4 * size });
    for (const shape of shapes) {
      for (const body of [
        shape,
        `{"messageType":"1688_ORDER_BUYER_VIEW_ORDER_PAY","messageBody":${shape}}`,
        `{"messageType":${shape},"messageBody":{}}`,
        `{"messageBody":{"orderId":${shape}},"timestamp":${shape}}`,
      ]) {
        assert.equal(await post(body), 200, body.slice(0, 60));
      }
    }
  });
});

describe("over node:http", () => {
  async function serve(t, options) {
    const made = handlerOf(options);
    const server = createServer(nodeListener(made.handler)).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => (server.closeAllConnections(), server.close()));
    return { ...made, port: server.address().port };
  }

  /** Sends an endless request. Returns the server's response. */
  async function responseTo(port, head, piece) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    let received = "";
    socket.setEncoding("latin1").on("data", (text) => (received += text));
    const ended = new Promise((resolve) => socket.on("close", resolve));
    socket.write(`POST / HTTP/1.1\r\nhost: a\r\n${head}\r\n`);
    const sending = piece && setInterval(() => socket.write(piece), 5);
    await ended;
    clearInterval(sending);
    return received;
  }

  test("an unsigned flood gets a response and is cut off", async (t) => {
    const { port, log } = await serve(t);
    const chunk = `2000\r\n${"x".repeat(8192)}\r\n`;
    const chunked = "transfer-encoding: chunked\r\n";
    assert.match(await responseTo(port, chunked, chunk), /^HTTP\/1.1 413 [^]*connection: close/i);
    assert.match(await responseTo(port, "content-length: 1000000\r\n"), /^HTTP\/1.1 413 /);
    assert.match(await responseTo(port, `${chunked}authorization: Bearer x\r\n`, chunk), /^HTTP\/1.1 401 /);
    assert.equal(log.length, 2);
  });

  test("a body that trickles in gets a response and is cut off", async (t) => {
    const { port, log } = await serve(t, { bodyTimeout: 50 });
    const head = `transfer-encoding: chunked\r\nauthorization: ${"0".repeat(64)}\r\n`;
    assert.match(await responseTo(port, head, "1\r\nx\r\n"), /^HTTP\/1.1 408 [^]*connection: close/i);
    assert.match(log[0], /bodyTimeout/);
  });

  test("a body that is not a message is passed on byte for byte", async (t) => {
    const { port, events } = await serve(t);
    for (const body of Object.values(strange)) {
      const answer = await fetch(`http://127.0.0.1:${port}/`, {
        method: "POST",
        body,
        headers: { authorization: sign(body) },
      });
      assert.equal(answer.status, 200);
      assert.deepEqual(Buffer.from(events.at(-1).rawBody), Buffer.from(body));
    }
    assert.equal(events.length, Object.keys(strange).length);
  });
});

"""The platform's signatures in Python: pandapon_sign.wasm, run by wasmtime (pip install wasmtime)."""

from contextlib import contextmanager

from wasmtime import Instance, Module, Store


class Signatures:
    """One instance of the module. Not for several threads at once: give each its own."""

    def __init__(self, wasm_file):
        self._store = Store()
        module = Module.from_file(self._store.engine, str(wasm_file))
        self._exports = Instance(self._store, module, []).exports(self._store)

    def sign(self, access_key, timestamp, nonce_str, access_secret):
        """The header `signature` of a request. The timestamp is the very text of its header."""
        text = f"{access_key}{timestamp}{nonce_str}{access_secret}".encode()
        with self._blocks(text, bytes(32)) as (text, out):
            length = self._exports["sign"](self._store, *text, out[0])
            return self._read(out[0], length).decode()

    def verify(self, access_key, access_secret, body, authorization):
        """Whether a push message is the platform's: its raw body, in bytes, and its header `Authorization`."""
        base = access_key.encode() + body
        with self._blocks(access_secret.encode(), base, authorization.encode()) as (secret, base, header):
            return self._exports["verify"](self._store, *secret, *base, *header) == 1

    @contextmanager
    def _blocks(self, *inputs):
        """Copies inputs into the module's memory and yields the address and length of each; frees and erases them after."""
        blocks = []
        try:
            for data in inputs:
                address = self._exports["alloc"](self._store, len(data))
                if address == 0:
                    raise MemoryError(f"pandapon_sign.wasm has no memory for {len(data)} bytes")
                blocks.append((address, len(data)))
                self._exports["memory"].write(self._store, data, address)
            yield blocks
        finally:
            for address, length in blocks:
                self._exports["dealloc"](self._store, address, length)

    def _read(self, address, length):
        return bytes(self._exports["memory"].read(self._store, address, address + length))

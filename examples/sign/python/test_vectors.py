"""Signs and verifies as the vectors say: PANDAPON_SIGN_WASM names the module, PANDAPON_VECTORS the folder of vectors."""

import json
import os
import unittest
from pathlib import Path

from pandapon_sign import Signatures

VECTORS = Path(os.environ["PANDAPON_VECTORS"])


def vectors(name):
    return json.loads((VECTORS / name / "vectors.json").read_text(encoding="utf-8"))


class Vectors(unittest.TestCase):
    signatures = Signatures(os.environ["PANDAPON_SIGN_WASM"])

    def test_requests(self):
        for vector in vectors("signing"):
            with self.subTest(vector["name"]):
                signature = self.signatures.sign(
                    vector["accessKey"], vector["timestamp"], vector["nonceStr"], vector["accessSecret"]
                )
                self.assertEqual(signature, vector["signature"])

    def test_push_messages(self):
        for vector in vectors("callback"):
            with self.subTest(vector["name"]):
                key, secret, body = vector["accessKey"], vector["accessSecret"], vector["body"].encode()
                authorization = vector["authorization"]
                self.assertTrue(self.signatures.verify(key, secret, body, authorization))
                self.assertTrue(self.signatures.verify(key, secret, body, authorization.upper()))
                self.assertFalse(self.signatures.verify(key, secret, body + b" ", authorization))
                self.assertFalse(self.signatures.verify(key, secret + "x", body, authorization))
                self.assertFalse(self.signatures.verify(key, secret, body, ""))


if __name__ == "__main__":
    unittest.main()

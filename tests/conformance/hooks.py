"""What Schemathesis does not know of the vendor: signatures, and what there is to buy.

SANDBOX holds, as a JSON object, the keys of the sandbox, and under "known" values that exist there, by the names of the
members that they are for. What became of all requests is written to the file TALLY when the run ends.
"""

import atexit
import hashlib
import json
import os
import secrets
import string
import time
import zlib
from collections import Counter

import schemathesis

SANDBOX = json.loads(os.environ["SANDBOX"])
KNOWN = SANDBOX["known"]
ALPHABET = string.ascii_letters + string.digits

tally = {}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Signs a request, by the rule of spec/platform.md and nothing else."""
    timestamp = str(int(time.time()))
    nonce = "".join(secrets.choice(ALPHABET) for _ in range(32))
    text = SANDBOX["accessKey"] + timestamp + nonce + SANDBOX["accessSecret"]
    signature = hashlib.md5(text.encode()).hexdigest().upper()
    case.headers.update(
        {
            "access-key": SANDBOX["accessKey"],
            "timestamp": timestamp,
            "nonce-str": nonce,
            "user-id": SANDBOX["userId"],
            "signature": signature,
        }
    )
    # The warehouse endpoints have both in the query, too.
    for name, value in {"timestamp": timestamp, "sign": signature}.items():
        if name in case.query:
            case.query[name] = value


@schemathesis.hook
def map_body(context, body):
    return with_known_values(body)


@schemathesis.hook
def map_query(context, query):
    return with_known_values(query)


@schemathesis.hook
def map_path_parameters(context, parameters):
    return with_known_values(parameters)


def with_known_values(value):
    """The same with values that exist in the sandbox, in three cases of four: random ids come no further."""
    draw = zlib.crc32(json.dumps(value, sort_keys=True, default=str).encode())
    return value if draw % 4 == 0 else replaced(value, draw // 4)


def replaced(value, draw):
    if isinstance(value, list):
        return [replaced(item, draw + index) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {name: chosen(name, item, draw) for name, item in value.items()}


def chosen(name, value, draw):
    values = KNOWN.get(name)
    if isinstance(value, list) and values:
        return [alike(values[(draw + index) % len(values)], item) for index, item in enumerate(value)]
    if not values or isinstance(value, (dict, list)):
        return replaced(value, draw)
    return alike(values[draw % len(values)], value)


def alike(known, generated):
    """A known value as the document types it. What breaks the document stays as it was generated."""
    if isinstance(generated, bool) or generated is None:
        return generated
    if isinstance(generated, (int, float)):
        return int(known) if str(known).isdigit() else generated
    return str(known) if isinstance(generated, str) else generated


@schemathesis.hook
def after_call(context, case, response):
    codes = tally.setdefault(case.operation.definition.raw["operationId"], Counter())
    try:
        codes[str(response.json()["code"])] += 1
    except (ValueError, KeyError, TypeError):
        codes[f"HTTP {response.status_code}"] += 1


@atexit.register
def write_tally():
    with open(os.environ["TALLY"], "w", encoding="utf-8") as file:
        json.dump(tally, file)

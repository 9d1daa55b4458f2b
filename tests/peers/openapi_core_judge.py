"""Judges requests by openapi-core, whose integers are exact.

Reads requests from standard input, a JSON object a line: document, method, target, headers, body. Writes for each the list
of what is wrong with it, a JSON array a line.
"""

import json
import sys
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.testing import MockRequest


@cache
def specification(document):
    """The specification, and the address at which it puts the vendor."""
    with open(document, encoding="utf-8") as file:
        content = json.load(file)
    return OpenAPI.from_dict(content), urlsplit(content["servers"][0]["url"])


def violations(request):
    openapi, server = specification(request["document"])
    target = urlsplit(request["target"])
    body = request["body"]
    mock = MockRequest(
        f"{server.scheme}://{server.netloc}",
        request["method"].lower(),
        server.path + target.path,
        args=parse_qsl(target.query, keep_blank_values=True),
        headers=request["headers"],
        data=None if body is None else body.encode(),
        content_type="application/json",
    )
    try:
        openapi.validate_request(mock)
    except Exception as error:  # Whatever it is: a request that cannot be judged is not a good one.
        cause = error.__cause__ or error
        details = getattr(cause, "schema_errors", None) or [cause]
        return [f"{type(error).__name__}: {detail}"[:300] for detail in details]
    return []


for line in sys.stdin:
    print(json.dumps(violations(json.loads(line))), flush=True)

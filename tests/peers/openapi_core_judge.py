"""Judges requests by openapi-core, whose integers are exact.

The argument names the files of the documents, a JSON object. Reads requests from standard input, a JSON object a line:
document, method, target, headers, body. Writes for each the list of what is wrong with it, a JSON array a line.
"""

import json
import sys
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest


def specification(file):
    """The specification, and the address at which it puts the vendor."""
    with open(file, encoding="utf-8") as text:
        content = json.load(text)
    return OpenAPI.from_dict(content), urlsplit(content["servers"][0]["url"])


def violations(openapi, server, request):
    target = urlsplit(request["target"])
    body = request["body"]
    mock = MockRequest(
        f"{server.scheme}://{server.netloc}",
        request["method"].lower(),
        server.path + target.path,
        args=parse_qsl(target.query, keep_blank_values=True),
        headers=request["headers"],
        data=None if body is None else body.encode(),
        content_type=request["headers"].get("content-type"),
    )
    try:
        openapi.validate_request(mock)
    except OpenAPIError as error:
        cause = error.__cause__ or error
        details = getattr(cause, "schema_errors", None) or [cause]
        return [f"{type(error).__name__}: {getattr(detail, 'message', detail)}" for detail in details]
    return []


specifications = {name: specification(file) for name, file in json.loads(sys.argv[1]).items()}
for line in sys.stdin:
    request = json.loads(line)
    openapi, server = specifications[request["document"]]
    print(json.dumps(violations(openapi, server, request)), flush=True)

"""What a form sends, read up to a bound: Datasette before 1.0 knows none.

Our forms change nothing and answer only whoever sent them. Datasette before 1.0 asks of forms from
browsers that hold a cookie of it for a token, unless a plugin takes the path out; from 1.0 on
browsers may send forms from pages of the same site, and that is all that there is to decide.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

PATHS = re.compile(r"/[^/.]+/-/(?:check(?:\.json)?|reconcile)")
"""Below Datasette's base_url."""
FORM = "application/x-www-form-urlencoded"


async def form_sent(request: Any, longest: int) -> dict[str, str] | None:
    """Return the fields of a form, the last of each name; what is no such form has none.

    None where it has more bytes than `longest`, which are not read.
    """
    if not (request.headers.get("content-type") or "").startswith(FORM):
        return {}
    body = b""
    is_more = True
    while is_more:
        message = await request.receive()
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(body) > longest:
            return None
    try:
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20
        )
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def changes_nothing(datasette: Any, path: str) -> bool:
    """Whether a path is of a page of ours that takes forms, which need no token."""
    return bool(PATHS.fullmatch("/" + path.removeprefix(datasette.setting("base_url")).lstrip("/")))

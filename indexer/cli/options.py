"""Arguments and options, and what their values are turned into."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import click

from indexer.errors import MappingError
from indexer.languages.en import DEFAULT_MODEL

DATABASE = click.argument("database", metavar="DB", type=click.Path(path_type=Path))

HOST = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve on; 0.0.0.0 lets other machines in.",
)

PORT = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="The port to serve on.",
)

MODEL = click.option(
    "--model",
    metavar="NAME",
    default=DEFAULT_MODEL,
    show_default=True,
    help="An installed English spaCy pipeline, or a folder with one.",
)

FULL_PARSE = click.option(
    "--full-parse",
    is_flag=True,
    help="Parse every word of the articles, not only what decides who said a quote: slower, for "
    "comparison.",
)


def to_mapping(
    ctx: click.Context, parameter: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, str]:
    """Return the mapping that the option's values make; a slip is one of the command line."""
    del ctx, parameter
    from indexer.sources import mapping_from

    try:
        return mapping_from(pairs)
    except MappingError as error:
        raise click.BadParameter(str(error)) from error


def to_networks(
    ctx: click.Context, parameter: click.Parameter, written: tuple[str, ...]
) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks that the option's values are; an address is one of its own."""
    del ctx, parameter
    try:
        return tuple(ip_network(value, strict=False) for value in written)
    except ValueError as error:
        raise click.BadParameter(f"{error}: write 10.0.0.5, or 10.0.0.0/8") from error

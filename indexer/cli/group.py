"""The group of commands, and what an error or Ctrl-C is to all of them."""

from __future__ import annotations

import sys
from typing import Any

import click

from indexer.errors import IndexerError
from indexer.version import __version__

INTERRUPTED = 130
"""The exit status of what Ctrl-C ends: 128 and the number of the signal."""


class Commands(click.Group):
    """A group of commands in the order of their definition, whose errors are one line each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newcomer needs them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what this package raises on purpose ends it with one line."""
        try:
            return super().invoke(ctx)
        except IndexerError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Interrupted", err=True)
            sys.exit(INTERRUPTED)


@click.group(cls=Commands)
@click.version_option(__version__, prog_name="indexer")
def main() -> None:
    """Index who said what: quotations and their speakers, from news articles into SQLite."""

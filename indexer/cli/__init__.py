"""The `indexer` command: parse, call, print. What a command needs is imported when it runs."""

from indexer.cli.checking import check
from indexer.cli.database import remove, serve, verify
from indexer.cli.evaluation import evaluate
from indexer.cli.group import main
from indexer.cli.indexing import add, demo
from indexer.cli.speakers import speakers

__all__ = ["main"]

for _command in (demo, add, serve, check, speakers, verify, remove, evaluate):
    main.add_command(_command)

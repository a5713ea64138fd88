"""A register of known people, as a user has one: CSV, or JSON Lines as Wikidata gives it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from indexer.errors import RegisterError
from indexer.identity import Known

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ID_COLUMNS = ("id", "qid", "wikidata_id", "wikidata")
NAME_COLUMNS = ("name", "label", "labels")
OTHER_NAME_COLUMNS = ("aliases", "names", "also_known_as")
DESCRIPTION_COLUMNS = ("description", "descriptions", "role")
BORN_COLUMNS = ("born", "birth_date", "date_of_birth")
DIED_COLUMNS = ("died", "death_date", "date_of_death")
BORN_CLAIM, DIED_CLAIM = "P569", "P570"


def read_register(path: Path) -> Iterator[Known]:
    """Yield the people of a register, one a record.

    A name ending in .csv or .tsv is a table whose header names the columns id (or qid), name,
    aliases (several with | between), description, born and died; anything else is JSON Lines with
    the same fields, or entities as Wikidata dumps have them. Raises RegisterError.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, record in _records(path, file):
                if record:
                    yield _person(path, number, record)
    except OSError as error:
        raise RegisterError(f"{path} cannot be read ({error.strerror}): check its name") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegisterError(f"{path} is no register ({error}): save it as UTF-8") from error


def _records(path: Path, file: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield every record with the number of its line or row."""
    if path.suffix.lower() in (".csv", ".tsv"):
        separator = "\t" if path.suffix.lower() == ".tsv" else ","
        yield from enumerate(csv.DictReader(file, delimiter=separator), start=2)
    else:
        for number, line in enumerate(file, start=1):
            yield number, _record(path, number, line)


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    bare = line.strip().rstrip(",")
    if bare in ("", "[", "]"):  # as Wikidata's dumps begin and end
        return {}
    try:
        record = json.loads(bare)
    except json.JSONDecodeError as error:
        raise RegisterError(
            f"{path}, line {number}: no JSON ({error.msg}): one object a line"
        ) from error
    if not isinstance(record, dict):
        raise RegisterError(f"{path}, line {number}: {bare[:40]} is no object: one object a line")
    return record


def _person(path: Path, number: int, record: dict[str, Any]) -> Known:
    fields = {str(key).strip().lower(): value for key, value in record.items()}
    identifier = _text(_first(fields, ID_COLUMNS))
    name = _text(_first(fields, NAME_COLUMNS))
    if not identifier or not name:
        missing = "id" if not identifier else "name"
        raise RegisterError(
            f"{path}, record {number}: no {missing}: a person needs an id (such as Q42) and a name"
        )
    others = _texts(_first(fields, OTHER_NAME_COLUMNS))
    return Known(
        identifier,
        tuple(dict.fromkeys((name, *others))),
        _text(_first(fields, DESCRIPTION_COLUMNS)) or "",
        _date(_first(fields, BORN_COLUMNS) or _claim(fields, BORN_CLAIM)),
        _date(_first(fields, DIED_COLUMNS) or _claim(fields, DIED_CLAIM)),
    )


def _first(fields: dict[str, Any], columns: tuple[str, ...]) -> Any:
    return next((fields[column] for column in columns if fields.get(column)), None)


def _texts(value: Any) -> list[str]:
    """Return the texts of a value: “a|b”, a list, or Wikidata's by language, of which English."""
    if isinstance(value, dict):
        return _texts(value.get("value") or value.get("en") or next(iter(value.values()), None))
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [part.strip() for part in str(value or "").split("|") if part.strip()]


def _text(value: Any) -> str | None:
    return next(iter(_texts(value)), None)


def _claim(fields: dict[str, Any], claim: str) -> Any:
    """Return the date of a statement of Wikidata; None where there is none."""
    try:
        return fields["claims"][claim][0]["mainsnak"]["datavalue"]["value"]["time"]
    except (KeyError, IndexError, TypeError):
        return None


def _date(value: Any) -> str | None:
    """Return a date without Wikidata's sign, time and zeros: “+1952-03-11T00:00:00Z”."""
    day = (_text(value) or "").lstrip("+").partition("T")[0]
    return day.replace("-00", "") if day[:4].isdigit() else None

"""Reading articles: from whatever a person has to a stream of `Article`.

There is one reader for each kind of input. A reader knows no other stage of the run. It takes a
stream of bytes, its Origin and the ReadOptions, and yields articles, links and errors.

options         what a caller may say about the inputs
items           what readers take and give
folders         from inputs to files
streams         from files to bytes
kinds           from bytes to the kind of input
packing, zips   gzip, zstandard and zip around any kind
text            plain text and Markdown, with front_matter
pages           saved web pages
json_records    JSON and JSON Lines
delimited       CSV and TSV
databases       a table of another SQLite database
records         from named values to an article, with columns; fragments: text in HTML
warc            web crawls
feeds           RSS, Atom and sitemaps
reader          all of these together
following       from links to articles, with the package web: pages, politely fetched
"""

from indexer.sources.items import Item, Link, Origin
from indexer.sources.options import ReadOptions, mapping_from
from indexer.sources.reader import count_inputs, read_bytes, read_sources

__all__ = [
    "Item",
    "Link",
    "Origin",
    "ReadOptions",
    "count_inputs",
    "mapping_from",
    "read_bytes",
    "read_sources",
]

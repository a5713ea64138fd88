"""The version of this release, as it is written into every indexed document."""

__version__ = "0.1.0"

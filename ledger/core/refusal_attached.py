"""Refusals of files that somebody attaches to a record."""

from ledger.core.refusal import Refused


class AttachedFileTooLarge(Refused, is_recorded=False):
    """The file has more than `most` megabytes."""


class AttachedFileUnknown(Refused, is_recorded=False):
    """The file is of none of the kinds that are kept, whatever its name says."""


class AttachedFileEmpty(Refused, is_recorded=False):
    """The file holds nothing."""

"""Why a query does not run here."""

from __future__ import annotations


class QuerySyntaxError(Exception):
    """A query is no Trino SQL, or none that means the same on this target; the text says where or what instead."""


def refused(construct: str, instead: str) -> QuerySyntaxError:
    """The sentence for something valid on AWS that this target does not do."""
    return QuerySyntaxError(f"NOT_SUPPORTED: {construct} is not on this target (Athena on AWS has it); {instead}")


def invalid(reason: str) -> QuerySyntaxError:
    """The sentence for what Athena refuses as well."""
    return QuerySyntaxError(f"SYNTAX_ERROR: {reason}")

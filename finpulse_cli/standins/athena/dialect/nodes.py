"""What a query is made of. Names keep the letters they were written with; `key` is how they compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from finpulse_cli.standins.athena.dialect.types import Type


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; `value` is its text, `type` Trino's type of it."""

    value: str
    type: Type


@dataclass(frozen=True, slots=True)
class Interval:
    """`INTERVAL '1' DAY`; `amount` in milliseconds, or in months."""

    amount: int
    months: bool


@dataclass(frozen=True, slots=True)
class Name:
    """A column, `parts` as written, in lower case unless it matters for the name of a result."""

    parts: tuple[str, ...]
    shown: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x` or `NOT x`."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic, a comparison, `||`, AND or OR."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Predicate:
    """BETWEEN, LIKE, IN (…), IS NULL, IS DISTINCT FROM; `negated` with a NOT."""

    kind: str
    operand: Expression
    others: tuple[Expression, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Case:
    """CASE; without an operand its conditions are booleans."""

    operand: Expression | None
    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class Cast:
    """CAST or TRY_CAST."""

    operand: Expression
    type: Type
    safe: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """One term of an ORDER BY."""

    term: Expression
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Of a window: unit and two bounds (`CURRENT ROW`, `UNBOUNDED PRECEDING`, or a distance and its direction)."""

    unit: str
    begin: tuple[Expression | None, str]
    end: tuple[Expression | None, str]


@dataclass(frozen=True, slots=True)
class Window:
    """What stands behind OVER, or a name of the WINDOW clause that it builds on."""

    base: str | None = None
    partition: tuple[Expression, ...] = ()
    order: tuple[Sort, ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function; `star` for `count(*)`."""

    name: str
    arguments: tuple[Expression, ...] = ()
    star: bool = False
    distinct: bool = False
    order: tuple[Sort, ...] = ()
    filter: Expression | None = None
    window: Window | None = None
    nulls: str | None = None


@dataclass(frozen=True, slots=True)
class Lambda:
    """`(x, y) -> …`."""

    parameters: tuple[str, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class AtZone:
    """`x AT TIME ZONE zone`."""

    operand: Expression
    zone: Expression


@dataclass(frozen=True, slots=True)
class Subscript:
    """`x[i]`."""

    operand: Expression
    index: Expression


@dataclass(frozen=True, slots=True)
class Member:
    """`x.field` of something that is no name."""

    operand: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Items:
    """`ARRAY[…]` or `ROW(…)`, by `kind`."""

    kind: str
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A query inside an expression: a scalar, `EXISTS`, `IN`, or a comparison with ALL or ANY."""

    kind: str
    query: Query
    operand: Expression | None = None
    operator: str = ""
    negated: bool = False


Expression: TypeAlias = (
    Literal
    | Interval
    | Name
    | Unary
    | Binary
    | Predicate
    | Case
    | Cast
    | Call
    | Lambda
    | AtZone
    | Subscript
    | Member
    | Items
    | Nested
)


@dataclass(frozen=True, slots=True)
class Star:
    """`*` or `t.*`."""

    prefix: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One column of a SELECT."""

    expression: Expression
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a name of WITH."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unnest:
    """UNNEST in a FROM."""

    arguments: tuple[Expression, ...]
    ordinality: bool


@dataclass(frozen=True, slots=True)
class Aliased:
    """A relation with another name, and maybe other names of its columns."""

    relation: Relation
    name: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Two relations; `kind` is CROSS, INNER, LEFT, RIGHT or FULL."""

    kind: str
    left: Relation
    right: Relation
    on: Expression | None = None
    using: tuple[str, ...] = ()


Relation: TypeAlias = "Table | Unnest | Aliased | Join | Query"


@dataclass(frozen=True, slots=True)
class Grouping:
    """One element of a GROUP BY: `sets` are its grouping sets, `kind` how it was written."""

    kind: str
    sets: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, slots=True)
class Select:
    """SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW."""

    items: tuple[Item | Star, ...]
    distinct: bool = False
    relation: Relation | None = None
    where: Expression | None = None
    grouping: tuple[Grouping, ...] | None = None
    having: Expression | None = None
    windows: tuple[tuple[str, Window], ...] = ()


@dataclass(frozen=True, slots=True)
class SetOperation:
    """UNION, INTERSECT or EXCEPT."""

    operator: str
    every: bool
    left: Body
    right: Body


@dataclass(frozen=True, slots=True)
class Values:
    """VALUES."""

    rows: tuple[tuple[Expression, ...], ...]


Body: TypeAlias = "Select | SetOperation | Values | Query"


@dataclass(frozen=True, slots=True)
class Common:
    """One query of a WITH."""

    name: str
    query: Query
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what may stand around its body."""

    body: Body
    common: tuple[Common, ...] = ()
    recursive: bool = False
    order: tuple[Sort, ...] = ()
    offset: int | None = None
    limit: int | None = None

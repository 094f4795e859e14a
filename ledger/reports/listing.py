"""Lists that somebody sorts: one column of a few, page by page by keyset, within a period."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading

Row = TypeVar("Row")
_CURSOR = "~"
EXPORTED_AT_A_TIME = 1_000
PLAN_ANEW = text("set local plan_cache_mode = force_custom_plan")
"""A plan made for any period or any word reads as if all were alike; this one knows them."""
NUMBERS = text("""
select (select coalesce(min(first_seq), 4611686018427387904) from ledger.journal_day
         where day >= :since) as first_seq,
       (select coalesce(min(first_seq), 4611686018427387904) from ledger.journal_day
         where day > :until) as next_seq
""")


@dataclass(frozen=True, slots=True)
class Sort:
    """A column by which a list may be sorted: its SQL type, and what refuses a cursor's text."""

    column: str
    sql_type: str
    check: Callable[[str], object]


def by_number(column: str) -> Sort:
    """Sort by whole numbers."""
    return Sort(column, "bigint", _check_number)


def by_words(column: str) -> Sort:
    """Sort by texts, as the database orders them."""
    return Sort(column, "text", _check_words)


def by_instant(column: str) -> Sort:
    """Sort by instants."""
    return Sort(column, "timestamptz", datetime.fromisoformat)


def by_id(column: str) -> Sort:
    """Sort by ids: no order that says anything, but one that no two rows share."""
    return Sort(column, "uuid", UUID)


def _check_words(text: str) -> None:
    if "\0" in text:
        raise ValueError(text)


def _check_number(text: str) -> None:
    if abs(int(text)) >= 2**63:
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wishes to see a list: by which of its columns, from where."""

    sort: str = ""
    is_falling: bool = True
    after: str = ""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """A page of a list; `after`: where the next one begins, empty on the last."""

    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list: the SELECT of its rows, with a unique `key`, and the columns that may sort it.

    Which columns these are is written in the program: what an address says only chooses one.
    """

    select: str
    row: type[Row]
    sorts: Mapping[str, Sort]
    key: Sort

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(each.name for each in fields(self.row))  # type: ignore[arg-type] # a dataclass

    async def page(
        self, engine: AsyncEngine, wish: Wish, bound: Mapping[str, object], *, limit: int
    ) -> ListPage[Row]:
        """Read one page; it costs the same however deep it lies.

        Raises:
            NotFound: no such column sorts this list, or its cursor cannot be read.
        """
        sort = self.sorts.get(wish.sort)
        if sort is None:
            raise NotFound
        place = self._place(sort, wish.after)
        async with reading(engine) as connection:
            await connection.execute(PLAN_ANEW)
            numbers = (await connection.execute(NUMBERS, bound)).mappings().one()
            statement = self._statement(sort, wish, has_place=bool(place))
            asked = {**bound, **numbers, **place, "limit": limit + 1}
            found = await connection.execute(statement, asked)
            rows = found.mappings().all()
        kept = rows[:limit]
        after = f"{kept[-1]['tie']}{_CURSOR}{kept[-1]['by']}" if len(rows) > limit else ""
        return ListPage(
            tuple(self.row(**{n: each[n] for n in self._names}) for each in kept), after
        )

    async def every(
        self, engine: AsyncEngine, wish: Wish, bound: Mapping[str, object]
    ) -> AsyncIterator[Row]:
        """Yield every row in its order, in short transactions."""
        while True:
            page = await self.page(engine, wish, bound, limit=EXPORTED_AT_A_TIME)
            for row in page.rows:
                yield row
            if not page.after:
                return
            wish = Wish(wish.sort, wish.is_falling, page.after)

    def _statement(self, sort: Sort, wish: Wish, *, has_place: bool) -> TextClause:
        order, side = ("desc", "<") if wish.is_falling else ("asc", ">")
        by, tie = f"listed.{sort.column}", f"listed.{self.key.column}"
        place = (
            f"where ({by}, {tie}) {side} (cast(cast(:by as text) as {sort.sql_type}),"
            f" cast(cast(:tie as text) as {self.key.sql_type}))"
        )
        names = ", ".join(f"listed.{name}" for name in self._names)
        return text(
            f"select {names}, {by} as by, {tie} as tie"
            f" from ({self.select}) as listed {place if has_place else ''}"
            f" order by {by} {order}, {tie} {order} limit :limit"
        )

    def _place(self, sort: Sort, after: str) -> dict[str, str]:
        if not after:
            return {}
        tie, _, by = after.partition(_CURSOR)
        try:
            sort.check(by)
            self.key.check(tie)
        except ValueError:
            raise NotFound from None
        return {"by": by, "tie": tie}

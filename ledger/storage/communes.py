"""Read and write versions of the perimeter; accounts follow the territory of their commune."""

from datetime import date, timedelta

from asyncpg import Connection

from ledger.core.perimeter import Commune, PerimeterChange

HOLD = "lock table ledger.commune in share row exclusive mode"
STANDING = """
select insee, name, postal_codes, territory, territory_name, population
  from ledger.commune where valid_to is null order by insee
"""
LATEST = "select max(greatest(valid_from, coalesce(valid_to + 1, valid_from))) from ledger.commune"
END = "update ledger.commune set valid_to = $2 where insee = any($1::text[]) and valid_to is null"
BEGIN = """
insert into ledger.commune (insee, name, postal_codes, territory, territory_name, population,
                            valid_from)
values ($1, $2, $3, $4, $5, $6, $7)
"""
MOVED = """
select exists (
  select from ledger.commune as old
              join ledger.commune_today as c
                on c.insee = old.insee and c.territory <> old.territory
              join people.member as m on m.insee = c.insee
              join ledger.account as a on a.owner = m.id
   where a.territory is not null and a.territory <> c.territory and a.status <> 'closed')
"""
"""Only communes that were in another territory are looked at: of a town as it always was, none."""
MOVE = """
update ledger.account as a set territory = c.territory
  from people.member as m join ledger.commune_today as c on c.insee = m.insee
 where m.id = a.owner and a.territory is not null and a.territory <> c.territory
   and a.status <> 'closed'
"""


async def hold_perimeter(connection: Connection) -> None:
    """Let nobody else begin a version until the transaction ends."""
    await connection.execute(HOLD)


async def list_standing(connection: Connection) -> list[Commune]:
    """List the communes of the latest version."""
    return [Commune(*row.values()) for row in await connection.fetch(STANDING)]


async def latest_change(connection: Connection) -> date:
    """Tell the day on which the latest version begins."""
    latest: date = await connection.fetchval(LATEST)
    return latest


async def write_perimeter(connection: Connection, change: PerimeterChange, day: date) -> None:
    """Begin a version on a day; what it changes ends the day before."""
    ended = [each.insee for each in change.begins] + list(change.ends)
    await connection.execute(END, ended, day - timedelta(days=1))
    rows = [
        (c.insee, c.name, c.postal_codes, c.territory, c.territory_name, c.population, day)
        for c in change.begins
    ]
    await connection.executemany(BEGIN, rows)


async def is_any_moved(connection: Connection) -> bool:
    """Say whether a commune of some member is in another territory since today's version began."""
    moved: bool = await connection.fetchval(MOVED)
    return moved


async def move_accounts(connection: Connection) -> None:
    """Give accounts the territory that their commune has today; the journal lock is held."""
    await connection.execute(MOVE)

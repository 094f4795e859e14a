"""Lists that are sorted: slips credited, transfers issued, redemptions settled; members."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.reports.listing import Listing, by_id, by_instant, by_number, by_words

_WITHIN = "   and {seq} >= :first_seq and {seq} < :next_seq\n"
_SPEAKS_OF = """
(cast(:words as text) = '' or people.folded(concat_ws(' ', {})) like people.folded(:words))
"""


def within(seq: str) -> str:
    """Narrow a list to the postings of its days."""
    return _WITHIN.format(seq=seq)


def speaks_of(*columns: str) -> str:
    """Narrow a list to the rows whose texts hold the words asked for."""
    return f"   and {_SPEAKS_OF.format(', '.join(columns))}\n"


@dataclass(frozen=True, slots=True)
class CreditedSlip:
    """A slip that the bank has credited, in cents."""

    id: UUID
    number: str
    posted_at: datetime
    place: str
    amount: int
    credited_at: datetime
    credited_by: str


@dataclass(frozen=True, slots=True)
class IssuedTopUp:
    """A transfer that has become units, in cents."""

    id: UUID
    name: str
    piece: str
    posted_at: datetime
    issued_at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class SettledRedemption:
    """Units that became euros, or were given back; `state`: `paid` or `returned`."""

    id: UUID
    name: str
    posted_at: datetime
    state: str
    amount: int
    payout: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as a list tells of them: no balance, no address."""

    account: int
    name: str
    kind: str
    tier: str
    status: str
    commune: str
    since: datetime


_SEQ = by_number("seq")
# What settles a row is looked up for that row: joined at once, all that was ever settled is read.
CREDITED_SLIPS = Listing(
    """
select s.id, s.seq, coalesce(s.piece, '') as number, s.posted_at, coalesce(s.place, '') as place,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = s.seq)::bigint as amount,
       c.seq as credited_seq, c.posted_at as credited_at, coalesce(c.piece, '') as credited_by
  from ledger.posting as s
       cross join lateral (select seq, id, kind, posted_at, piece from ledger.posting
                            where settles = s.id limit 1) as c
 where s.kind = 'slip_closed'
"""
    + within("s.seq")
    + speaks_of("s.piece", "s.place", "c.piece"),
    CreditedSlip,
    {
        "closed": _SEQ,
        "credited": by_number("credited_seq"),
        "number": by_words("number"),
        "amount": by_number("amount"),
    },
    _SEQ,
)
ISSUED_TOP_UPS = Listing(
    """
select r.id, r.seq, coalesce(m.name, '') as name, coalesce(m.folded_name, '') as by_name,
       coalesce(r.piece, '') as piece, r.posted_at, l.amount, i.posted_at as issued_at,
       i.seq as issued_seq
  from ledger.posting as r
       join ledger.leg as l on l.posting_seq = r.seq and l.n = 0
       cross join lateral (select seq, id, kind, posted_at, piece from ledger.posting
                            where settles = r.id limit 1) as i
       join ledger.leg as g on g.posting_seq = i.seq and g.n = 0
       join ledger.account as a on a.id = g.credit_account
       left join people.member as m on m.id = a.owner
 where r.kind = 'topup_received'
"""
    + within("r.seq")
    + speaks_of("m.name", "r.piece"),
    IssuedTopUp,
    {
        "noted": _SEQ,
        "issued": by_number("issued_seq"),
        "name": by_words("by_name"),
        "amount": by_number("amount"),
    },
    _SEQ,
)
SETTLED_REDEMPTIONS = Listing(
    """
select p.id, p.seq, coalesce(m.name, '') as name, coalesce(m.folded_name, '') as by_name,
       p.posted_at, net.amount as payout,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint as amount,
       replace(coalesce(later.kind, done.kind), 'redemption_', '') as state
  from ledger.posting as p
       join ledger.leg as net on net.posting_seq = p.seq and net.n = 0
       join ledger.account as a on a.id = net.debit_account
       left join people.member as m on m.id = a.owner
       cross join lateral (select seq, id, kind, posted_at, piece from ledger.posting
                            where settles = p.id limit 1) as done
       left join ledger.posting as later on later.settles = done.id
 where p.kind in ('redemption_requested', 'exit_requested')
   and (cast(:choice as text) = ''
        or coalesce(later.kind, done.kind) = 'redemption_' || cast(:choice as text))
"""
    + within("p.seq")
    + speaks_of("m.name"),
    SettledRedemption,
    {
        "asked": _SEQ,
        "name": by_words("by_name"),
        "state": by_words("state"),
        "amount": by_number("amount"),
        "payout": by_number("payout"),
    },
    _SEQ,
)
MEMBERS = Listing(
    """
select m.id, m.folded_name as by_name, a.id as account, m.name, a.kind,
       coalesce(a.tier, '') as tier, a.status, coalesce(c.name, '') as commune,
       m.created_at as since
  from people.member as m
       join ledger.account as a on a.owner = m.id
       left join ledger.commune_today as c on c.insee = m.insee
 where a.kind in ('resident', 'merchant', 'association', 'public_office')
   and (cast(:choice as text) = '' or a.kind = cast(:choice as text))
   and (cast(:words as text) = '' or m.folded_name like people.folded(:words))
""",
    MemberLine,
    {
        "name": by_words("by_name"),
        "since": by_instant("since"),
    },
    by_id("id"),
)


def bounds(since: date, until: date, words: str, choice: str = "") -> dict[str, object]:
    """Bind what a list is narrowed by: days, words anywhere in its texts, one of its states."""
    return {"since": since, "until": until, "words": like(words), "choice": choice}


def like(words: str) -> str:
    """Turn words into the pattern of a text that holds them; their own signs mean themselves."""
    if not words:
        return ""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"

"""Write amounts and dates as people of the town read them, and read the amounts they type."""

import re
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["fr", "en"]

PARIS = ZoneInfo("Europe/Paris")
NARROW = "\u202f"  # narrow no-break space: between thousands, before a symbol
NO_BREAK = "\u00a0"
MINUS = "\u2212"

MOST_DIGITS = 12
MINOR_DIGITS = 2

_PLAIN = re.compile(r"[0-9]+")
_IN_THOUSANDS = re.compile(r"[0-9]{1,3}( [0-9]{3})+")

_AFTER_GUILLEMET = re.compile("« ")
_BEFORE_COLON = re.compile(r" (?=[:»])(?=.(?:[\s<.,;)]|$))")
_BEFORE_SIGN = re.compile(r" (?=[;!?%€])(?=.(?:[\s<.,;:!?)]|$))")

_DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "fr": "janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}

_NEAR = {"fr": {0: "aujourd’hui", 1: "hier"}, "en": {0: "today", 1: "yesterday"}}


class AmountNotUnderstood(ValueError):
    """What was typed is not an amount: nothing is guessed when money is at stake."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"not an amount: {typed!r}")
        self.typed = typed


def amount_figures(minor: int, *, language: Language = "fr") -> str:
    """Write minor units without their symbol: `123450` gives `1 234,50`."""
    whole, cents = divmod(abs(minor), 100)
    sign = MINUS if minor < 0 else ""
    thousands, point = (NARROW, ",") if language == "fr" else (",", ".")
    return f"{sign}{whole:,}".replace(",", thousands) + f"{point}{cents:02d}"


def amount_text(minor: int, symbol: str, *, language: Language = "fr") -> str:
    """Write minor units with their symbol: `123450` gives `1 234,50 Đ`."""
    return f"{amount_figures(minor, language=language)}{NARROW}{symbol}"


def number_text(number: int, *, language: Language = "fr") -> str:
    """Write a count: `12400` gives `12 400`."""
    thousands = NARROW if language == "fr" else ","
    return f"{number:,}".replace(",", thousands).replace("-", MINUS)


def percent_text(per_mille: int, *, language: Language = "fr") -> str:
    """Write a rate of so many per thousand: `25` gives `2,5 %`."""
    whole, tenth = divmod(per_mille, 10)
    point = "," if language == "fr" else "."
    space = NARROW if language == "fr" else ""
    return f"{whole}{f'{point}{tenth}' if tenth else ''}{space}%"


def parse_amount(typed: str) -> int:
    """Read an amount in minor units from what a person typed.

    Comma or point, spaces between thousands. `12 50` is refused: it may mean 12.50 or 1,250.

    Raises:
        AmountNotUnderstood: negative, more than two decimals, more than 12 digits, or no number.
    """
    spaced = " ".join(typed.replace(NARROW, " ").replace(NO_BREAK, " ").split())
    whole, point, cents = spaced.replace(".", ",").partition(",")
    if not (_PLAIN.fullmatch(whole) or _IN_THOUSANDS.fullmatch(whole)):
        raise AmountNotUnderstood(typed)
    if point and not (_PLAIN.fullmatch(cents) and len(cents) <= MINOR_DIGITS):
        raise AmountNotUnderstood(typed)
    digits = whole.replace(" ", "")
    if len(digits) + len(cents) > MOST_DIGITS:
        raise AmountNotUnderstood(typed)
    return int(digits) * 100 + int(cents.ljust(MINOR_DIGITS, "0"))


def french_spaces(text: str) -> str:
    """Keep `:`, `;`, `!`, `?`, `%`, `€` and the guillemets on the line of their word."""
    return _BEFORE_SIGN.sub(
        NARROW, _BEFORE_COLON.sub(NO_BREAK, _AFTER_GUILLEMET.sub("«\u00a0", text))
    )


def day_text(day: date, *, language: Language = "fr") -> str:
    """Write a day in full: `dimanche 22 novembre 2026`."""
    weekday = _DAYS[language].split()[day.weekday()]
    month = month_text(day, language=language)
    return f"{weekday} {_day_number(day, language)}{NO_BREAK}{month}"


def month_text(day: date, *, language: Language = "fr") -> str:
    """Write the month of a day: `novembre 2026`."""
    return f"{_MONTHS[language].split()[day.month - 1]} {day.year}"


def day_near(day: date, *, today: date, language: Language = "fr") -> str:
    """Write a day as people say it: `aujourd’hui`, `hier`, else in full, its year when another."""
    near = _NEAR[language].get((today - day).days)
    if near:
        return near
    full = day_text(day, language=language)
    return full.removesuffix(f" {today.year}")


def day_short(day: date, *, language: Language = "fr") -> str:
    """Write a day for a table: `22 nov. 2026`."""
    month = _SHORT_MONTHS[language].split()[day.month - 1]
    return f"{_day_number(day, language)}{NO_BREAK}{month}{NO_BREAK}{day.year}"


def time_text(instant: datetime, *, language: Language = "fr") -> str:
    """Write the time in Lille: `14 h 05`."""
    local = in_lille(instant)
    if language == "fr":
        return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02d}"
    return f"{local.hour}:{local.minute:02d}"


def instant_text(instant: datetime, *, language: Language = "fr") -> str:
    """Write an instant in full, as in Lille: `dimanche 22 novembre 2026 à 14 h 05`."""
    at = "à" if language == "fr" else "at"
    day = day_text(in_lille(instant).date(), language=language)
    return f"{day} {at} {time_text(instant, language=language)}"


def instant_short(instant: datetime, *, language: Language = "fr") -> str:
    """Write an instant for a table: `22 nov. 2026, 14 h 05`."""
    day = day_short(in_lille(instant).date(), language=language)
    return f"{day}, {time_text(instant, language=language)}"


def in_lille(instant: datetime) -> datetime:
    """Give the same instant on the clock of Lille; an instant without a zone is a fault."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its zone: {instant!r}")
    return instant.astimezone(PARIS)


def _day_number(day: date, language: Language) -> str:
    return "1er" if day.day == 1 and language == "fr" else str(day.day)

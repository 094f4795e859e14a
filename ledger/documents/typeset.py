"""Typeset a document as tagged PDF (PDF/UA-1), with our own fonts and no other."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ui.environment import STATIC
from ui.format import Language
from ui.sentences import said_on_paper
from ui.translation import in_language

PDF = "application/pdf"
_TEMPLATES = Path(__file__).parent / "templates"


async def typeset(
    template: str, values: Mapping[str, Any], *, made_at: datetime, language: Language = "fr"
) -> bytes:
    """Typeset `values`, all of them texts ready to be read, by the template of that name.

    The same values at the same instant give the same bytes. It takes some 20 ms of a thread.
    """
    spoken = {**values, "language": language, "said": _said(template, language)}
    return await asyncio.to_thread(typeset_now, template, spoken, made_at)


def typeset_now(template: str, values: Mapping[str, Any], made_at: datetime) -> bytes:
    """Typeset on the thread of the caller."""
    made = typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps({**values, "mark": _mark()}, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} was typeset as {type(made)}")
    return made


@cache
def _said(template: str, language: Language) -> Mapping[str, str]:
    """Give the words of a template's own sentences."""
    source = (_TEMPLATES / f"{template}.typ").read_text(encoding="utf-8")
    return {each: in_language(each, language) for each in said_on_paper(source)}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[STATIC / "vendor" / "print"],
    )


@cache
def _mark() -> str:
    return (STATIC / "mark.svg").read_text(encoding="utf-8")

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

PDF = "application/pdf"
_TEMPLATES = Path(__file__).parent / "templates"


async def typeset(template: str, values: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Typeset `values`, all of them texts ready to be read, by the template of that name.

    The same values at the same instant give the same bytes. It takes some 20 ms of a thread.
    """
    return await asyncio.to_thread(typeset_now, template, values, made_at)


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
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[STATIC / "vendor" / "print"],
    )


@cache
def _mark() -> str:
    return (STATIC / "mark.svg").read_text(encoding="utf-8")

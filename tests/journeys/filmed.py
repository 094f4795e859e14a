"""A camera that films a QR code: a file of frames that Chromium plays instead of a camera."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import qrcode
from browser import open_browser, watch
from playwright.async_api import BrowserContext

WIDTH, HEIGHT, FRAMES, MODULE = 640, 480, 5, 8
PAPER, INK = 230, 25
_GREY = bytes([128]) * (WIDTH * HEIGHT // 4)


def film(link: str, path: Path) -> None:
    """Write frames in which the code of `link` lies on a table, a little further in each."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(link)
    code.make(fit=True)
    rows = code.get_matrix()
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    frames = [b"FRAME\n" + _luma(rows, shift=shift) + _GREY + _GREY for shift in range(FRAMES)]
    path.write_bytes(head + b"".join(frames))


def _luma(rows: list[list[bool]], *, shift: int) -> bytes:
    frame = bytearray([150]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        line = b"".join(bytes([INK if dark else PAPER]) * MODULE for dark in row)
        for below in range(MODULE):
            start = (20 + y * MODULE + below) * WIDTH + 60 + 4 * shift
            frame[start : start + len(line)] = line
    return bytes(frame)


@asynccontextmanager
async def phone_that_films(
    link: str, folder: Path, complaints: list[str]
) -> AsyncIterator[BrowserContext]:
    """Give a browser whose camera films the code of a link; it asks before opening it."""
    film(link, folder / "camera.y4m")
    flags = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={folder / 'camera.y4m'}",
    )
    async with open_browser(*flags) as browser:
        context = await browser.new_context(permissions=[], locale="fr-FR")
        watch(context, complaints)
        yield context

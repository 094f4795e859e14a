"""What a browser keeps: files with a version for good, others until they change; all compressed."""

import httpx2
from callers import Seated
from personas import Member

from ui.environment import static_version


async def test_a_versioned_file_is_compressed_and_kept_for_good(
    seated: Seated, awa: Member
) -> None:
    async with seated(awa) as browser:
        sheet = await browser.get(f"/ui/components.css?v={static_version()}")
        script = await browser.get("/static/approve.js")
        font = await browser.get("/ui/vendor/fonts/latin.woff2")

    assert sheet.headers["content-encoding"] == "gzip"
    assert "immutable" in sheet.headers["cache-control"]
    assert script.headers["content-encoding"] == "gzip"
    assert script.headers["cache-control"] == "no-cache"
    assert "content-encoding" not in font.headers
    assert "max-age" in font.headers["cache-control"]


async def test_a_page_is_not_compressed_and_not_kept(seated: Seated, awa: Member) -> None:
    async with seated(awa) as browser:
        page: httpx2.Response = await browser.get("/wallet")

    assert "content-encoding" not in page.headers
    assert page.headers["cache-control"] == "no-store"

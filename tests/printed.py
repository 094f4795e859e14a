"""What a camera reads on the paper that a PDF prints."""

import pypdfium2
import zxingcpp

DPI = 150
POINTS_PER_INCH = 72


def codes_on(pdf: bytes) -> list[str]:
    """Read every QR code of the first page, as printed at 150 dots per inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.is_tagged()
        picture = document[0].render(scale=DPI / POINTS_PER_INCH).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]

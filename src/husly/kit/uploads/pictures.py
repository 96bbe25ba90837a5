"""Pictures drawn anew: upright, no larger than asked, and without anything but what the eye sees."""

import io

from PIL import Image, ImageOps

from husly.kit.errors import DomainError
from husly.kit.uploads.kinds import Kind

MOST_PIXELS = {Kind.JPEG: 85_000_000, Kind.PNG: 40_000_000, Kind.WEBP: 40_000_000}
"""A small file can unfold into very many pixels. A JPEG may have more: it can be read at a fraction of its size."""

_QUALITY = 85
_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}


def drawn_anew(content: bytes, kind: Kind, *, longest_px: int, into: Kind | None = None) -> tuple[Kind, bytes]:
    """The picture upright, its longer side at most ``longest_px``, without EXIF, place, profile, text or thumbnail.

    A PNG stays one, every other picture becomes a JPEG, unless ``into`` says which. Raises ``DomainError`` for what
    cannot be drawn.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as opened:
            _refuse_too_many_pixels(opened, kind)
            opened.draft("RGB", (longest_px, longest_px))
            upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((longest_px, longest_px))
        return _written(upright, into or (Kind.PNG if kind is Kind.PNG else Kind.JPEG))
    except DomainError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # a file made to break a reader can break it in any way; that is never our fault
        raise DomainError(
            "upload.picture_damaged", "The picture is damaged or cut off and cannot be opened. Take it or save it anew."
        ) from None


def _refuse_too_many_pixels(opened: Image.Image, kind: Kind) -> None:
    if opened.width * opened.height > MOST_PIXELS[kind]:
        raise _too_many_pixels()


def _too_many_pixels() -> DomainError:
    return DomainError(
        "upload.too_many_pixels",
        "The picture has too many pixels. Send it smaller, for example 4,000 by 3,000.",
    )


def _written(picture: Image.Image, kind: Kind) -> tuple[Kind, bytes]:
    """The pixels and nothing else: the new file is written from a picture that knows nothing of the old one."""
    mode = "RGBA" if kind is Kind.PNG and picture.has_transparency_data else "RGB"
    pixels = _on_white(picture) if mode == "RGB" and picture.has_transparency_data else picture.convert(mode)
    pixels.info.clear()
    written = io.BytesIO()
    if kind is Kind.PNG:
        pixels.save(written, "PNG")
    else:
        pixels.save(written, "JPEG", quality=_QUALITY)
    return kind, written.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """A picture that can be seen through, laid on white: a JPEG has no other way."""
    layer = picture.convert("RGBA")
    white = Image.new("RGB", layer.size, "white")
    white.paste(layer, mask=layer.getchannel("A"))
    return white

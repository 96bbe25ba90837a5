"""Text as a page holds it: the code that shows lines of one font, one below the other (ISO 32000-1, 9.4)."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfmetrics import getFont

Shown = tuple[str, float]
"""A line and what is laid to each of its spaces, in points."""


def text_code(canvas: Any, at: str, font_name: str, size: float, leading: float, lines: Sequence[Shown]) -> list[str]:
    """The code of the lines; ``at`` is where the first begins, as written. The font is embedded with what they need."""
    font: Any = getFont(font_name)
    document = canvas._doc
    code = [f"BT 1 0 0 1 {at} Tm {fp_str(leading)} TL"]
    shown = -1
    for text, spacing in lines:
        if spacing:
            code.append(f"{fp_str(spacing)} Tw")
        for subset, signs in font.splitString(text, document):
            if subset != shown:
                shown = subset
                code.append(f"{font.getSubsetInternalName(subset, document)} {fp_str(size)} Tf")
            code.append(f"({escapePDF(signs)}) Tj")
        code.append("0 Tw T*" if spacing else "T*")
    code.append("ET")
    return code

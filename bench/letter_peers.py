"""The letter of ``letters.py`` for other engines: the same words in the same places, the same tags as far as they can.

Typst names no heading of a row (its ``pdf.header-cell`` stands behind a feature that the Python package cannot turn
on), so labels are plain cells there; Husly and WeasyPrint write them as headings.
"""

import html

from husly.kit import pdf
from husly.kit.pdf import FONTS

Rows = tuple[tuple[str, str], ...]


def as_html(document: pdf.Document) -> str:
    """The letter as a web page."""
    text = html.escape
    margin = "".join(f"<div><small>{text(a)}</small><br>{text(b)}</div>" for a, b in document.margin)
    head = "".join((f"<p class=mast>{text(document.masthead)}</p>", f"<p class=back>{text(document.return_line)}</p>"))
    address = "<br>".join(text(line) for line in document.address)
    return (
        f"<html lang=da><head><title>{text(document.title)}</title><meta name=author content={text(document.author)!r}>"
        f"<style>{_style(document)}</style></head><body>{head}<div class=m>{margin}</div><p class=to>{address}</p>"
        f"<h1>{text(document.subject)}</h1>{''.join(_html_part(one) for one in document.body)}</body></html>"
    )


def _html_part(element: pdf.Element) -> str:
    text = html.escape
    match element:
        case pdf.Heading(words):
            return f"<h2>{text(words)}</h2>"
        case pdf.Paragraph(words):
            return f"<p>{text(words)}</p>"
        case pdf.Pairs(rows):
            return f"<table>{_html_rows(rows)}</table>"
        case pdf.NumberedItem(number, title, rows):
            head = f"<thead><tr><th colspan=2 scope=col>{number}. {text(title)}</th></tr></thead>"
            return f"<table class=item>{head}<tbody>{_html_rows(rows)}</tbody></table>"
        case pdf.SignOff(greeting, lines):
            return f"<p class=sign>{text(greeting)}</p><p>{'<br>'.join(text(line) for line in lines)}</p>"
    raise NotImplementedError(type(element))


def _html_rows(rows: Rows) -> str:
    lines = ((html.escape(a), html.escape(b).replace("\n", "<br>")) for a, b in rows)
    return "".join(f"<tr><th scope=row>{a}</th><td>{b}</td></tr>" for a, b in lines)


def _style(document: pdf.Document) -> str:
    faces = "".join(
        f'@font-face {{font-family: N; font-weight: {weight}; src: url("{(FONTS / name).as_uri()}")}}'
        for name, weight in (("NotoSans-Regular.ttf", 400), ("NotoSans-Bold.ttf", 700))
    )
    foot = " ".join(document.footer)
    return (
        f"{faces} body {{font: 9.6pt/14pt N; color: #1a1a1a}} table {{width: 156mm; border-collapse: collapse;"
        "margin: 0 0 4mm; font-size: 9pt; line-height: 12.6pt} td, th {padding: 1mm 2.2mm; vertical-align: top}"
        "th {text-align: left; width: 30mm; font-weight: 400; color: #555} .item {break-inside: avoid}"
        ".item td, .item th {border-bottom: .4pt solid #b8bec4} tr {break-inside: avoid}"
        "thead th {background: #eef1f4; font-weight: 700; color: #1a1a1a; border-top: .9pt solid #1a1a1a}"
        "h1 {font-size: 13.5pt; margin: 12mm 0 5mm} h2 {font-size: 10.6pt; margin: 3mm 0 1mm; break-after: avoid}"
        "p {margin: 0 0 2.6mm} .mast {font: 700 15pt N} .back, small {font-size: 7pt; color: #555} .m {float: right}"
        ".sign {margin-top: 5mm; break-after: avoid}"
        f'@page {{size: A4; margin: 31mm 34mm 27mm 20mm; @bottom-left {{content: "{foot}"; font: 7pt N}}'
        f'@top-left {{content: "{document.running_head}"; font: 8pt N}} @bottom-right {{'
        'content: "Side " counter(page) " af " counter(pages); font: 7pt N}}'
        '@page :first {margin-top: 20mm; @top-left {content: ""}}'
    )


TYPST = """
#set text(lang: "da", font: "Noto Sans", size: 9.6pt, fill: rgb("#1a1a1a"), hyphenate: false)
#set par(leading: 7pt, spacing: 12pt)
#show heading.where(level: 1): set text(13.5pt)
#show heading.where(level: 2): set text(10.6pt)
#show heading: set block(above: 18pt, below: 10pt)
#let small(size, body) = text(size, fill: rgb("#555555"), body)
#let rule = .4pt + rgb("#b8bec4")
#let pairs(..rows) = table(columns: (34mm, 1fr), stroke: none, inset: (x: 2.2mm, y: 2mm),
  ..rows.pos().map(((a, b)) => (small(9pt, a), text(9pt, b))).flatten())
#let item(title, ..rows) = block(breakable: false, table(columns: (34mm, 1fr),
  stroke: (x: none, top: none, bottom: rule), inset: (x: 2.2mm, y: 2mm),
  table.header(table.cell(colspan: 2, fill: rgb("#eef1f4"), stroke: (x: none, top: .9pt, bottom: rule), strong(title))),
  ..rows.pos().map(((a, b)) => (small(9pt, a), text(9pt, b))).flatten()))
"""


def as_typst(document: pdf.Document) -> str:
    """The letter as a Typst source."""
    text = _typst_text
    margin = " ".join(f"#small(7.2pt, {text(a)}) \\ #{text(b)} \\ " for a, b in document.margin)
    parts = [
        f"#set document(title: {text(document.title)}, author: {text(document.author)})",
        TYPST,
        '#set page(paper: "a4", margin: (left: 20mm, right: 34mm, top: 31mm, bottom: 27mm),'
        f" header: context if counter(page).get().first() > 1 {{ small(8pt, {text(document.running_head)});"
        ' line(length: 100%, stroke: .5pt + rgb("#b8bec4")) },'
        f' footer: [#line(length: 100%, stroke: .5pt + rgb("#b8bec4")) #small(7.4pt)['
        f"#{text(' '.join(document.footer))} #h(1fr)"
        ' #context counter(page).display((n, all) => "Side " + str(n) + " af " + str(all), both: true)]])',
        f"#text(15pt, strong({text(document.masthead)}))\n",
        f"#place(right, box(width: 52mm)[#set align(left); {margin}])",
        f"#small(6.6pt, {text(document.return_line)})\n",
        " \\ ".join(f"#{text(line)}" for line in document.address),
        f"\n#v(20mm)\n= #{text(document.subject)}\n",
    ]
    return "\n".join((*parts, *(_typst_part(one) for one in document.body)))


def _typst_part(element: pdf.Element) -> str:
    text = _typst_text
    match element:
        case pdf.Heading(words):
            return f"\n== #{text(words)}\n"
        case pdf.Paragraph(words):
            return f"\n#{text(words)}\n"
        case pdf.Pairs(rows):
            return f"#pairs({_typst_rows(rows)})"
        case pdf.NumberedItem(number, title, rows):
            return f"#item({text(f'{number}. {title}')}, {_typst_rows(rows)})"
        case pdf.SignOff(greeting, lines):
            return f"\n#block(breakable: false)[#{text(greeting)}\n\n" + " \\ ".join(f"#{text(a)}" for a in lines) + "]"
    raise NotImplementedError(type(element))


def _typst_rows(rows: Rows) -> str:
    return " ".join(f"({_typst_text(a)}, {_typst_text(b)})," for a, b in rows)


def _typst_text(words: str) -> str:
    """The words as a string of Typst."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

"""Whatever a file holds, it is read or refused: never another error, and the same bytes give the same answer."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.compiler.source_files import FILES, SAID, part, zipped
from xiangyun.compiler import read
from xiangyun.compiler.sources import Source, Unreadable, read_source

NAMES = ["notice.html", "notice.docx", "notice.pdf"]
WHOLE = {name: (FILES / name).read_bytes() for name in NAMES}
PARTS = {
    name: zipfile.ZipFile(BytesIO(WHOLE["notice.docx"])).read(name).decode()
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels")
}
places = st.integers(0, 10**6)
# Each example of a PDF starts processes: a few are enough for every day.
few = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
many = settings(few, max_examples=120)


def answer(content: bytes, name: str = "") -> Source | str:
    """The text, or the reason why there is none."""
    try:
        return read_source(content, name)
    except Unreadable as refused:
        return refused.reason


def expect_an_answer(content: bytes, name: str = "") -> None:
    """Read or refused, twice the same; a text that is read has exact positions."""
    said = answer(content, name)
    assert said == answer(content, name)
    if isinstance(said, Source):
        reading = read(said.text)
        assert all(said.text[clause.start : clause.end] == clause.quote for clause in reading.clauses)


def flipped(content: bytes, flips: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for place, bit in flips:
        changed[place % len(changed)] ^= 1 << bit
    return bytes(changed)


flips = st.lists(st.tuples(places, st.integers(0, 7)), min_size=1, max_size=40)
starts = st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04word/", b"<html><meta charset=gbk>", b"\xff\xfe", b"\xef\xbb\xbf"]
)


@many
@given(starts, st.binary(max_size=400), st.sampled_from(["", *NAMES]))
def test_any_bytes(start: bytes, rest: bytes, name: str) -> None:
    if not start.startswith(b"%PDF"):
        expect_an_answer(start + rest, name)


@few
@given(st.binary(max_size=400))
def test_any_bytes_that_say_they_are_a_pdf(rest: bytes) -> None:
    assert answer(b"%PDF-1.7\n" + rest) in {"damaged", "encrypted", "no_text_layer"}


@pytest.mark.parametrize("name", NAMES)
@few
@given(places)
def test_files_cut_short(name: str, place: int) -> None:
    expect_an_answer(WHOLE[name][: place % len(WHOLE[name])], name)


@pytest.mark.parametrize("name", NAMES)
@few
@given(flips)
def test_files_with_bits_turned(name: str, turned: list[tuple[int, int]]) -> None:
    expect_an_answer(flipped(WHOLE[name], turned), name)


@many
@given(st.sampled_from(list(PARTS)), st.lists(st.tuples(places, places, places), min_size=1, max_size=6))
def test_word_files_whose_tags_are_moved(name: str, moves: list[tuple[int, int, int]]) -> None:
    """The packing is whole, the parts are not: tags and texts of a part stand where others stood."""
    pieces = PARTS[name].replace(">", ">\0").split("\0")
    for at, length, to in moves:
        first = at % len(pieces)
        moved = pieces[first : first + 1 + length % 5]
        there = to % (len(pieces) + 1)
        pieces[there:there] = moved
    expect_an_answer(zipped({**PARTS, "_rels/.rels": part("r", ""), name: "".join(pieces)}))


TAGS = ["p", "br", "ol", "li", "table", "tr", "td", "div", "pre", "del", "script", "article", "!--", "?xml", "o:p"]
tags = st.sampled_from([f"<{close}{tag}{more}>" for tag in TAGS for close in ("", "/") for more in ("", " rowspan=3")])
markup = st.lists(tags | st.sampled_from(["&nbsp;", "&#0;", "&#x110000;", "<", "甲", "。", "\0", "\ud800", "1.", "\n"]))


@many
@given(markup)
def test_any_markup(pieces: list[str]) -> None:
    page = f"<html>{''.join(pieces)}<p>{SAID}</p></html>"
    expect_an_answer(page.encode("utf-8", "surrogatepass"), "notice.html")


@many
@given(st.text(st.sampled_from("甲乙丙。，；一、\u3000 12（）"), max_size=60), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_text_is_the_same_in_every_encoding(text: str, end: str) -> None:
    whole = f"{SAID}\n{text}\n"
    written: Callable[[str], bytes] = whole.replace("\n", end).encode
    assert {answer(written(encoding)) for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16")} == {
        Source(whole, "txt")
    }

"""Web pages: the document without the site around it."""

import pytest

from tests.compiler.source_files import SAID
from xiangyun.compiler.sources import Source, read_source

END = f"{SAID}\n"


def text_of(body: str) -> str:
    """The text of a page that ends with a sentence, without that."""
    text = read_source(f"<!doctype html><html><body>{body}<p>{SAID}</p></body></html>".encode()).text
    assert text.endswith(END)
    return text.removesuffix(END)


LINES = {
    "blocks and breaks end lines": ("<div>甲<br>乙<p>丙</p>丁</div><span>戊</span>己", "甲\n乙\n丙\n丁\n戊己\n"),
    "white space is one space": ("<p> 甲\n  乙&nbsp;丙　丁 </p>", "甲 乙 丙　丁\n"),
    "entities are characters": ("<p>&lt;甲&gt;&#20057;&ldquo;&#x4e19;&rdquo;&amp;</p>", "<甲>乙“丙”&\n"),
    "lines of a listing stay": ("<pre>甲\n  乙</pre>", "甲\n乙\n"),
    "scripts and styles are no text": ("<script>'<p>甲</p>'</script><style>乙{}</style><p>丙</p>", "丙\n"),
    "comments and forms are no text": ("<!-- 甲 --><form><button>乙</button><input value=丙></form>丁", "丁\n"),
    "what is hidden is left out": ("<p style='display:none'>甲</p><div hidden>乙</div>丙<del>丁</del>", "丙\n"),
    "readings are left out": ("<ruby>祁<rp>(</rp><rt>qí</rt><rp>)</rp></ruby>县", "祁县\n"),
    "unclosed tags": ("<p>甲<p>乙<ul><li>丙<li>丁</ul>", "甲\n乙\n丙\n丁\n"),
    "no tag is sacred": ("<o:p>甲</o:p><font>乙", "甲乙\n"),
}


@pytest.mark.parametrize("case", LINES)
def test_lines(case: str) -> None:
    body, expected = LINES[case]
    assert text_of(f"<div>{body}</div>") == expected


LISTS = {
    "<ol><li>甲<li><p>乙</p><p>丙</p></ol>": "1. 甲\n2. 乙\n丙\n",
    "<ol start=3><li>甲<li value=7>乙<li>丙</ol>": "3. 甲\n7. 乙\n8. 丙\n",
    "<ol type=a><li>甲<ol type=I><li>乙</ol><li>丙</ol>": "a. 甲\nI. 乙\nb. 丙\n",
    "<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>": "一、甲\n二、乙\n",
    "<ol style='list-style: none'><li>甲</ol>": "甲\n",
    "<ol><li>（一）甲<li>（二）乙</ol>": "（一）甲\n（二）乙\n",
    "<ol><li><span>1.</span>甲<li>2.乙</ol>": "1.甲\n2.乙\n",
    "<ul><li>甲</ul>": "甲\n",
}


@pytest.mark.parametrize("body", LISTS)
def test_numbers_that_a_browser_writes(body: str) -> None:
    assert text_of(body) == LISTS[body]


TABLES = {
    "<table><tr><th>任务<th>单位<tr><td>甲<br>乙<td>丙</table>": "任务\t单位\n甲 乙\t丙\n",
    "<table><tr><td rowspan=2>镇<td>甲<td rowspan=3>5月<tr><td>乙<tr><td colspan=2>丙</table>": (
        "镇\t甲\t5月\n镇\t乙\t5月\n丙\t5月\n"
    ),
    "<table><caption>表</caption><thead><tr><td>甲<td>乙</thead><tr><td>丙<td></table>": "表\n甲\t乙\n丙\t\n",
    "<table><tr><td>甲<br>乙<tr><td>丙</table>": "甲\n乙\n丙\n",
    "<table><tr><td>甲<td><p>乙</p><table><tr><td>丙<td>丁</table></table>": "甲\n乙\n丙\t丁\n",
}


@pytest.mark.parametrize("body", TABLES)
def test_tables(body: str) -> None:
    assert text_of(body) == TABLES[body]


def test_a_table_that_only_lays_out_a_page() -> None:
    prose = "".join(f"<p>{n}{SAID * 5}</p>" for n in range(20))
    expected = "侧栏\n" + "".join(f"{n}{SAID * 5}\n" for n in range(20))
    assert text_of(f"<table><tr><td>侧栏<td>{prose}</table>") == expected


SITES = {
    "<nav>首页</nav>": "",
    "<div role=banner>某市人民政府</div>": "",
    "<header>某市</header><article><header>通知标题</header></article>": "通知标题\n",
    "<div class='top nav-bar'>首页 政务 服务</div>": "",
    "<ul><li><a href=/a>甲</a><li><a href=/b>乙</a></ul>": "",
    "<div>您当前的位置：<a href=/>首页</a> > 通知</div>": "",
    "<p>附件：<a href=/1.doc>推荐表</a> <a href=/2.xls>名单</a></p>": "附件：推荐表 名单\n",
    "<p><a href=/1.doc>推荐表</a><a href=/2.xls>名单</a></p>": "推荐表名单\n",
    "<p>见<a href=/a>《办法》</a>和<a href=/b>《细则》</a>，请遵照执行。</p>": "见《办法》和《细则》，请遵照执行。\n",
    f"<div class=menu><p>{SAID}</p><p>{SAID}</p><p>{SAID}</p></div>": END * 3,
}


@pytest.mark.parametrize("body", SITES)
def test_what_belongs_to_the_site(body: str) -> None:
    assert text_of(body) == SITES[body]


def test_what_was_left_out_is_noted() -> None:
    page = f"<html><nav>首页</nav><p hidden>甲</p><img src=a.png><p>{SAID}</p></html>"
    notes = ("hidden_left_out", "navigation_left_out", "pictures_not_read")
    assert read_source(page.encode()) == Source(END, "html", notes)


CHARSETS = {
    "gb2312": ("<meta charset=gb2312>", "gb18030"),
    "big5": ('<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
    "utf-8": ("<meta charset='UTF-8'>", "utf-8"),
    "none, utf-8": ("", "utf-8"),
    "none, gbk": ("", "gbk"),
    "a mark": ("<meta charset=gbk>", "utf-8-sig"),
    "utf-16 with its mark": ("<meta charset=utf-8>", "utf-16"),
    "a wrong name": ("<meta charset=gb2312>", "utf-8"),
    "an unknown name": ("<meta charset=none-such>", "gb18030"),
    "XHTML": ('<?xml version="1.0" encoding="utf-8"?><meta charset="utf-8"/>', "utf-8"),
}


@pytest.mark.parametrize("case", CHARSETS)
def test_encodings(case: str) -> None:
    top, encoding = CHARSETS[case]
    text = "各鄉鎮文化站要於三月底前報送放映點名單。"
    start, rest = (top, "") if top.startswith("<?xml") else ("", top)
    page = f"{start}<html><head>{rest}</head><body><p>{text}</p></body></html>"
    assert read_source(page.encode(encoding)) == Source(f"{text}\n", "html")


def test_a_few_bad_bytes_are_noted() -> None:
    page = f"<meta charset=utf-8><p>{SAID * 12}</p>".encode() + b"<p>\xff\xff</p>"
    assert read_source(page) == Source(SAID * 12 + "\n\ufffd\ufffd\n", "html", ("bytes_replaced",))

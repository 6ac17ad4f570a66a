"""Word documents: what stands on the printed page, in the order in which it is read."""

import pytest

from tests.compiler.source_files import SAID, W, level, lists, numbered, p, part, word, zipped
from xiangyun.compiler.sources import Source, Unreadable, read_source

END = f"{SAID}\n"


def text_of(body: str, **parts: str) -> str:
    """The text of a document that ends with a sentence, without that."""
    text = read_source(word(body + p(SAID), **parts)).text
    assert text.endswith(END)
    return text.removesuffix(END)


def run(inner: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inner}</w:r>"


def t(text: str) -> str:
    return f"<w:t>{text}</w:t>"


LEVELS = (
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>')
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4", '<w:suff w:val="nothing"/>')
    + level(4, "decimal", "%3.%5", "<w:isLgl/>")
)


def test_numbers_that_word_makes_stand_in_the_text() -> None:
    places = [0, 1, 1, 2, 3, 3, 4, 2, 3, 1, 2, 0, 1]
    body = "".join(numbered("事", at) for at in places)
    labels = ["一、", "（一）", "（二）", "1. ", "①", "②", "1.1 ", "2. ", "①", "（三）", "1. ", "二、", "（一）"]
    assert text_of(body, numbering=lists(LEVELS)) == "".join(f"{label}事\n" for label in labels)


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = "".join(numbered("事", 0, list_id) for list_id in (1, 1, 2, 3, 3, 1))
    assert text_of(body, numbering=lists(LEVELS, "", "", anew)) == "一、事\n二、事\n三、事\n一、事\n二、事\n三、事\n"


FORMS = {
    "decimal": ["1", "10", "21"],
    "decimalZero": ["01", "10", "21"],
    "chineseCountingThousand": ["一", "十", "二十一"],
    "chineseLegalSimplified": ["壹", "壹拾", "贰拾壹"],
    "ideographTraditional": ["甲", "癸", "21"],
    "decimalEnclosedCircle": ["①", "⑩", "㉑"],
    "decimalEnclosedParen": ["⑴", "⑽", "21"],
    "decimalFullWidth": ["１", "１０", "２１"],
    "upperLetter": ["A", "J", "U"],
    "lowerRoman": ["i", "x", "xxi"],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbers(form: str) -> None:
    body = "".join(numbered("事") for _ in range(21))
    lines = text_of(body, numbering=lists(level(0, form, "第%1条"))).splitlines()
    assert [lines[n - 1] for n in (1, 10, 21)] == [f"第{label}条 事" for label in FORMS[form]]


def test_a_number_may_come_with_the_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="below"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>'
    )
    numbering = lists(level(0, "decimal", "%1、") + level(1, "decimal", "%1.%2、", '<w:pStyle w:val="below"/>'))
    styled = [p("事", f'<w:pStyle w:val="{style}"/>') for style in ("base", "below", "below", "base", "toc1")]
    off = p("无", '<w:pStyle w:val="base"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text_of("".join(styled) + off, styles=styles, numbering=numbering) == "1、事\n1.1、事\n1.2、事\n2、事\n无\n"


def test_bullets_are_no_text() -> None:
    assert text_of(numbered("事"), numbering=lists(level(0, "bullet", "\uf06c"))) == "事\n"


def test_breaks_tabs_and_signs() -> None:
    runs = run("<w:tab/>" + t("甲") + "<w:br/>" + t("乙") + "<w:tab/>" + t("丙") + '<w:sym w:char="F0A8"/>')
    runs += run(t("12") + "<w:noBreakHyphen/>" + t("5"))
    assert text_of(p(runs=runs)) == "甲\n乙\t丙□12-5\n"


def test_tracked_changes_are_accepted() -> None:
    runs = f"<w:del>{run('<w:delText>不少于8座</w:delText>')}</w:del><w:ins>{run(t('不少于12座'))}</w:ins>"
    moved = f"<w:moveFrom>{run(t('旧处'))}</w:moveFrom><w:moveTo>{run(t('新处'))}</w:moveTo>"
    joined = p("前半", "<w:rPr><w:del/></w:rPr>") + numbered("后半")
    row = "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("删") + "</w:tc></w:tr></w:tbl>"
    source = read_source(word(p(runs=runs + moved) + joined + row + p(SAID), numbering=lists(LEVELS)))
    assert source == Source(f"不少于12座新处\n一、前半后半\n{END}", "docx", ("deleted_left_out",))


def test_what_is_hidden_or_a_code_is_left_out() -> None:
    runs = run(t("隐"), "<w:vanish/>") + run(t("显"), '<w:vanish w:val="0"/>')
    field = '<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
    field += '<w:fldChar w:fldCharType="separate"/>' + t("3") + '<w:fldChar w:fldCharType="end"/>'
    circled = '<w:fldChar w:fldCharType="begin"/><w:instrText>eq \\o\\ac(○,2)</w:instrText>'
    circled += '<w:fldChar w:fldCharType="end"/>'
    assert text_of(p(runs=runs + run(field) + run(circled))) == "显3②\n"


def test_a_field_that_never_ends_takes_nothing_with_it() -> None:
    assert text_of(p("前", runs=run('<w:fldChar w:fldCharType="begin"/>')) + p("后")) == "前\n后\n"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(p(line) for line in text.split('/'))}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_rows_of_a_table_read_by_themselves() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("任务分解表", '<w:gridSpan w:val="3"/>'),
        cell("序号") + cell("任务/和要求") + cell("单位"),
        cell("1") + cell("甲") + cell("文旅局/图书馆", begins),
        cell("2") + cell("乙") + cell("", goes_on),
        cell("") + cell("丙") + cell("", goes_on),
    )
    assert text_of(body) == (
        "任务分解表\n序号\t任务 和要求\t单位\n1\t甲\t文旅局 图书馆\n2\t乙\t文旅局 图书馆\n\t丙\t文旅局 图书馆\n"
    )


def test_merged_cells_on_the_left_and_skipped_ones() -> None:
    begins, goes_on = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/><w:vMerge/>'
    skipped = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    body = table(cell("镇", begins) + cell("甲"), cell("", goes_on) + cell("乙"), skipped + cell("丙"))
    assert text_of(body) == "镇\t甲\n镇\t乙\n\t丙\n"


def test_a_frame_of_one_column_is_no_table() -> None:
    assert text_of(table(cell("甲/乙"), cell("丙"))) == "甲\n乙\n丙\n"


def test_boxes_stand_after_their_paragraph_once() -> None:
    inner = f"<w:txbxContent>{p('框内')}{p('第二行')}</w:txbxContent>"
    newer = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>'
    older = f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
    box = run(f"<mc:AlternateContent>{newer}{older}</mc:AlternateContent>")
    assert text_of(p("框外", runs=box) + p("其后")) == "框外\n框内\n第二行\n其后\n"


def test_notes_stand_at_the_end_with_their_marks() -> None:
    runs = run('<w:footnoteReference w:id="5"/>') + run(t("以上")) + run('<w:endnoteReference w:id="7"/>')
    note = '<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="5">' + p("说明") + "</w:footnote>"
    late = f'<w:endnote w:id="7">{p("出处")}</w:endnote>'
    source = read_source(word(p("12座", runs=runs) + p(SAID), footnotes=note, endnotes=late))
    assert source.text == f"12座[1]以上[i]\n{END}[1] 说明\n[i] 出处\n"


def test_controls_and_tables_of_contents() -> None:
    control = f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    contents = f"<w:sdt>{gallery}<w:sdtContent>{p('一、目标 3')}</w:sdtContent></w:sdt>"
    assert text_of(control + contents) == "控件\n"


def test_a_document_in_the_strict_form() -> None:
    strict = part("document", f"<w:body>{p(SAID)}</w:body>").replace(W[9:-1], "http://purl.oclc.org/ooxml/x/main")
    assert read_source(zipped({"word/document.xml": strict})).text == END


def test_a_document_of_pictures_says_so() -> None:
    with pytest.raises(Unreadable) as refused:
        read_source(word(p(runs=run("<w:drawing/>"))))
    assert refused.value.reason == "no_text_layer"
    assert read_source(word(p(SAID, runs=run("<w:drawing/>")))).notes == ("pictures_not_read",)

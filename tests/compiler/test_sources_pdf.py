"""PDF: printed lines are joined to paragraphs, ruled tables become rows, what pages carry besides is left out."""

import pytest

from tests.compiler.source_files import SAID, Box, Text, grid, pdf
from xiangyun.compiler.sources import Source, Unreadable, read_source

LEFT, TOP, STEP = 90, 100, 20
"""Points: margins that hold 34 signs in a line, where the text begins, from line to line."""
FULL = 34
INDENT = 24
PROSE = "各乡镇文化站要认真做好农村公益电影放映工作，确保放映质量和放映场次，及时报送有关情况"


def lines(*texts: str, top: float = TOP) -> list[Text]:
    """Lines below each other; one that begins with two wide spaces is set in."""
    return [
        (LEFT + (INDENT if text.startswith("\u3000\u3000") else 0), top + STEP * n, text.strip())
        for n, text in enumerate(texts)
        if text
    ]


def printed(*paragraphs: str) -> list[str]:
    """Paragraphs as lines that are full, the first one set in."""
    rows = []
    for paragraph in paragraphs:
        whole = "\u3000\u3000" + paragraph
        rows += [whole[n : n + FULL] for n in range(0, len(whole), FULL)]
    return rows


def read(*pages: list[Text], rules: list[list[Box]] | None = None) -> Source:
    return read_source(pdf(pages, rules or []))


def test_lines_are_joined_to_paragraphs() -> None:
    paragraphs = [PROSE * 2 + "。", "（一）" + PROSE + "12座、1.5万元。", PROSE + PROSE[:23] + "。", "附则。"]
    assert read(lines(*printed(*paragraphs))).text == "".join(f"{paragraph}\n" for paragraph in paragraphs)


def test_a_paragraph_goes_on_over_the_page() -> None:
    rows = printed(PROSE * 3 + "。", PROSE + "。")
    assert read(lines(*rows[:2]), lines(*rows[2:])).text == f"{PROSE * 3}。\n{PROSE}。\n"


def test_paragraphs_that_are_not_set_in() -> None:
    rows = [
        PROSE[:FULL],
        PROSE[:10] + "。",
        "一、" + PROSE[: FULL - 2],
        "结束",
        "二、" + PROSE[: FULL - 3] + "。",
        PROSE,
    ]
    expected = [PROSE[:FULL] + PROSE[:10] + "。", "一、" + PROSE[: FULL - 2] + "结束", rows[4], PROSE]
    assert read(lines(*rows)).text == "".join(f"{line}\n" for line in expected)


def test_a_title_in_the_middle_and_a_signature_stay_lines() -> None:
    title = [(LEFT + 120, 40, "河东县文化和旅游局"), (LEFT + 96, 60, "关于做好放映工作的通知")]
    signature = [(LEFT + 240, 200, "河东县文化和旅游局"), (LEFT + 264, 220, "2021年3月1日")]
    text = read(title + lines("各乡镇文化站：", *printed(PROSE + "。")) + signature).text
    expected = ["河东县文化和旅游局", "关于做好放映工作的通知", "各乡镇文化站：", PROSE + "。"]
    assert text.splitlines() == [*expected, "河东县文化和旅游局", "2021年3月1日"]


NUMBERS = ["— {} —", "{}", "－{}－", "第 {} 页", "第{}页 共3页", "{} / 3"]


@pytest.mark.parametrize("form", NUMBERS)
def test_page_numbers_are_left_out(form: str) -> None:
    pages = [[*lines(*printed(f"{n}号站" + PROSE + "。")), (290, 790, form.format(n))] for n in (1, 2, 3)]
    text = "".join(f"{n}号站{PROSE}。\n" for n in (1, 2, 3))
    assert read(*pages) == Source(text, "pdf", ("page_furniture_left_out",))


def test_a_head_on_every_page_is_left_out_but_not_the_title() -> None:
    head = (LEFT, 40, "河文旅发〔2021〕9号")
    pages = [[head, *lines(*printed(f"{n}号站" + PROSE + "。"))] for n in (1, 2, 3)]
    pages[0].insert(1, (LEFT + 120, 62, "通知"))
    text = "".join(f"{n}号站{PROSE}。\n" for n in (1, 2, 3))
    assert read(*pages).text == f"通知\n{text}"


def test_numbers_inside_the_page_stay() -> None:
    assert read(lines("放映场次", "12", "24", SAID)).text == f"放映场次\n12\n24\n{SAID}\n"


COLUMNS, ROWS = (90, 130, 330, 420, 500), (100, 124, 164, 188, 212)


def tabled(top: float, *rows: tuple[str, ...]) -> list[Text]:
    """Cells at their columns; a cell of two lines is parted by /."""
    return [
        (COLUMNS[column] + 4, top + 24 * n + 14 * k, line)
        for n, row in enumerate(rows)
        for column, cell in enumerate(row)
        for k, line in enumerate(cell.split("/"))
        if line
    ]


HEAD = ("序号", "工作任务", "责任单位", "时限")


def test_a_ruled_table() -> None:
    cells = [
        *tabled(104, HEAD),
        *tabled(130, ("1", "确定放映点并公示，每个行政村不少/于1个", "文旅局/图书馆", "3月底")),
        *tabled(168, ("2", "组织调查", "", "9月底"), ("3", "回访", "文化馆", "每月")),
    ]
    rules = [(90, y, 500, y + 0.5) for y in ROWS] + [(x, 100, x + 0.5, 212) for x in COLUMNS]
    text = read([*cells, *lines(SAID, top=230)], rules=[rules]).text
    assert text.splitlines() == [
        "\t".join(HEAD),
        "1\t确定放映点并公示，每个行政村不少于1个\t文旅局 图书馆\t3月底",
        "2\t组织调查\t\t9月底",
        "3\t回访\t文化馆\t每月",
        SAID,
    ]


def merged_table() -> list[Box]:
    """Level rules that leave out the third column between the second and third row, and two cells of the first row."""
    level = [(90, y, 500, y + 0.5) for y in (100, 124, 148, 196)]
    level += [(90, 172, 330, 172.5), (420, 172, 500, 172.5)]
    upright = [(x, 100, x + 0.5, 196) for x in (90, 130, 330, 500)]
    return [*level, *upright, (420, 124, 420.5, 196)]


def test_merged_cells() -> None:
    cells = tabled(104, ("序号", "工作任务", "责任"), ("1", "甲", "图书馆", "3月"), ("2", "乙", "文旅局", "4月"))
    cells += tabled(176, ("3", "丙", "", "5月"))
    text = read([*cells, *lines(SAID, top=230)], rules=[merged_table()]).text
    assert text.splitlines() == [
        "序号\t工作任务\t责任",
        "1\t甲\t图书馆\t3月",
        "2\t乙\t文旅局\t4月",
        "3\t丙\t文旅局\t5月",
        SAID,
    ]


def test_a_table_goes_on_over_pages() -> None:
    first = tabled(704, HEAD, ("1", "甲", "文旅局", "3月"), ("2", "这一项任务分在两页", "文化馆", "4月"))
    second = tabled(64, HEAD, ("", "继续写完", "", ""), ("3", "丙", "文化馆", "5月"))
    rules = [grid(COLUMNS, (700, 724, 748, 772)), grid(COLUMNS, (60, 84, 108, 132))]
    text = read(first, [*second, *lines(SAID, top=160)], rules=rules).text
    assert text.splitlines() == [
        "\t".join(HEAD),
        "1\t甲\t文旅局\t3月",
        "2\t这一项任务分在两页继续写完\t文化馆\t4月",
        "3\t丙\t文化馆\t5月",
        SAID,
    ]


def test_a_frame_around_a_text_is_no_table() -> None:
    rows = printed(PROSE + PROSE + "。")
    assert read(lines(*rows), rules=[grid((80, 510), (70, 200))]).text == f"{PROSE * 2}。\n"


def test_columns_without_rules() -> None:
    cells = tabled(104, HEAD, ("1", "甲乙丙丁", "文旅局", "3月"), ("2", "戊", "文化馆", "每月"))
    source = read([*cells, *lines(SAID, top=230)])
    assert source.text.splitlines() == ["\t".join(HEAD), "1\t甲乙丙丁\t文旅局\t3月", "2\t戊\t文化馆\t每月", SAID]
    assert source.notes == ("tables_by_position",)


def test_words_far_apart_are_no_table() -> None:
    text = read([(90, 100, "联系人：张三"), (250, 100, "电话：000-1234567"), *lines(SAID, top=130)]).text
    assert text == f"联系人：张三 电话：000-1234567\n{SAID}\n"


def test_pages_on_their_side_are_read_upright() -> None:
    content = pdf([lines(*printed(PROSE * 2 + "。"))], more="/Rotate 90")
    assert read_source(content).text == f"{PROSE * 2}。\n"


def test_signs_printed_twice_are_read_once() -> None:
    bold = [(x + shift, y, text) for x, y, text in lines(SAID) for shift in (0, 0.3)]
    assert read(bold).text == f"{SAID}\n"


def test_radicals_are_the_characters_they_show() -> None:
    assert read(lines("⼯作⻓期，" + SAID)).text == f"工作长期，{SAID}\n"


def test_pages_of_pictures_among_others_are_noted() -> None:
    assert read(lines(SAID), []).notes == ("pages_without_text",)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_source(pdf([lines(SAID)] * 601))
    assert (refused.value.reason, refused.value.detail) == ("too_many_pages", {"pages": 601, "limit": 600})

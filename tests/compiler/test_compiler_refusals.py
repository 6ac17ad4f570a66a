"""What is no notice is refused; nothing else stops the reader."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import Unreadable, read
from xiangyun.core.folding import fold

REFUSED = {
    "": "empty",
    " \n\t\u3000": "empty",
    "PK\x03\x04\x00\x00": "binary",
    "\ufffd" * 50 + HENGYANG[:200]: "binary",
    "All county bureaus report by 10 April.": "not_chinese",
    "通知": "not_chinese",
    "文" * 2_000_001: "too_long",
}


@pytest.mark.parametrize("text", REFUSED, ids=[f"{n}-{reason}" for n, reason in enumerate(REFUSED.values())])
def test_refusals(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.reason == REFUSED[text]


WORDS = st.sampled_from(
    [
        "各县市区", "要", "于", "4月10日前", "2月30日", "每月", "上报", "市局", "不少于", "12", "座", "百分之",
        "一是", "二是", "（一）", "1.", "一、", "附件1：", "附件：", "《", "》", "（", "）",
        "，", "。", "：", "；", "、", "通知",
        "关于", "联系人：", "电话：", "〔2020〕16号", "图书馆", "对", "的", "等", "由", "在", "前",
        "后", "内", "万", "%", "9" * 20, "零",
        "百百", "０", "\n", "\t", " ",
    ]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=4), max_size=120))
def test_no_text_stops_the_reader(words: list[str]) -> None:
    text = "".join(words) + "文化馆站图书报送通知要求"
    try:
        reading = read(text)
    except Unreadable:
        return
    assert len(fold(text)) == len(text)
    assert [text[c.start : c.end] for c in reading.clauses] == [c.quote for c in reading.clauses]
    assert len({c.position for c in reading.clauses}) == len(reading.clauses)


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "各单位要上报，" * 20_000,
        "（不少于3，" * 20_000,
        "联 系 人：" * 20_000,
        "一、要\n" * 20_000,
        "文\n" * 100_000,
        ("一式三份、" * 198 + "。") * 100,
        "各局：\n责任单位：市局\n5月底前\n" * 8_000,
        "要" + " " * 200_000 + "文" * 99_999,
    ],
)
def test_large_and_hostile_texts_are_read(text: str) -> None:
    """Work that grows with the square of the length would not come back here within the run."""
    assert all(text[c.start : c.end] == c.quote for c in read(text).clauses)

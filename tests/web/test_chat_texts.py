"""Messages for a group: short enough, every name in one, in order."""

from hypothesis import given
from hypothesis import strategies as st

from xiangyun.web.workspace.chat_texts import MOST, messages_of, shortened

NAMES = st.lists(st.text("村镇东西南北石湾", min_size=1, max_size=30), min_size=1, max_size=40)


@given(st.lists(st.tuples(st.text("乡街", max_size=10), NAMES), min_size=1, max_size=12))
def test_every_name_stands_in_one_message_in_order(lines: list[tuple[str, list[str]]]) -> None:
    head, tail = "【催报】" + "题" * 90, "点此：" + "x" * 60
    texts = messages_of(head, [[f"{first}：" if first else "", *names] for first, names in lines], tail)
    assert max(map(len, texts)) <= MOST
    assert all(text.startswith(head) and text.endswith(tail) for text in texts)
    bodies = [text.split("\n", 1)[1].rsplit("\n", 1)[0] for text in texts]
    found = [name for body in bodies for line in body.split("\n") for name in line.rpartition("：")[2].split("、")]
    assert found == [name for _first, names in lines for name in names]


def test_one_message_is_not_numbered() -> None:
    assert messages_of("头", [["甲镇：", "一村", "二村"], ["", "三村"]], "尾") == ["头\n甲镇：一村、二村\n三村\n尾"]


def test_a_line_goes_on_under_its_own_head() -> None:
    texts = messages_of("头", [["甲镇：", *["某某村"] * 10]], "尾", most=40)
    assert [text.split("\n")[0] for text in texts] == [f"头 ({n}/{len(texts)})" for n in range(1, len(texts) + 1)]
    assert all(text.split("\n")[1].startswith("甲镇：某某村") for text in texts)


def test_words_are_cut_on_one_line() -> None:
    assert (shortened("一 二\n三", 9), shortened("一二三四五", 4)) == ("一 二 三", "一二三…")

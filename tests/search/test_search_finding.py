"""Looking places up, on both databases with the same answers in the same order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.search.places import CODES, PLACES, UNIT, Tree, entries, id_of
from xiangyun.core.errors import BadInput
from xiangyun.search import endings, queries
from xiangyun.search.folding import fold
from xiangyun.search.models import SearchKey
from xiangyun.search.queries import find
from xiangyun.search.readings import readings_of
from xiangyun.search.writing import Entry, forget, index

What = SearchKey.What
SHIGU, HEPING = "430407", ["430407003", "430421111201", "430407003001", "430421111202"]

FINDS = {  # typed: codes of what is found, in order
    # names, in any script and width
    "石鼓": [SHIGU],
    "石鼓区": [SHIGU],
    "石鼓區": [SHIGU],
    "衡陽": ["4304", "430421", "~library"],
    "衡阳市": ["4304", "~library"],
    "衡阳县": ["430421"],
    "耒陽": ["430481"],
    "ｃｂｄ": ["430408001001"],
    "CBD社区": ["430408001001"],
    "100": ["430408001003"],
    "光100": ["430408001003"],
    # one sign: whole levels first, then by the name
    "长": ["4301", "430481204", "430421205", "430481204200"],
    "村": [],
    # the same name at two levels; the place called just so before the longer name
    "和平": HEPING,
    "和平村": ["430421111201"],
    "和平村委会": ["430421111201"],
    "和平村民": ["430421111201"],
    "和平社": ["430407003001"],
    "和平居委会": ["430407003001"],
    "和平居委": ["430407003001"],
    "和平街": ["430407003"],
    "朝阳街": ["430408001002"],
    "朝阳街社区": ["430408001002"],
    # inner parts
    "鼓": [SHIGU],
    "平": [HEPING[0], "430481104", *HEPING[1:]],
    "图书馆": ["~library"],
    "书馆": ["~library"],
    # former names, their inner parts and their pinyin
    "城北": [SHIGU],
    "北区": [SHIGU],
    "衡州府": ["4304"],
    "chengbei": [SHIGU],
    # pinyin
    "hengyang": ["4304", "430421", "~library"],
    "Héng yáng xiàn": ["430421"],
    "heng'yang": ["4304", "430421", "~library"],
    "shiguqu": [SHIGU],
    "shigu": [SHIGU],
    "heping": HEPING,
    "hepingc": ["430421111201"],
    "hepingcunweihui": ["430421111201"],
    "hepingshequ": ["430407003001"],
    "changsha": ["4301"],
    "zhangsha": [],
    "changping": ["430481204"],
    "zhangping": [],
    "sandu": ["430481113"],
    "sandou": [],
    "gongpingxu": ["430481104"],
    "gongpingwei": ["430481104"],
    "leiyang": ["430481"],
    "lvting": ["430481204201"],
    "lüting": ["430481204201"],
    # initials
    "sgq": [SHIGU],
    "hp": HEPING,
    "hpc": ["430421111201"],
    "hpsq": ["430407003001"],
    "cps": [],
    # codes, from the start
    "430407": [SHIGU, "430407003", "430407003001", "430407003202"],
    "４３０４２１１": ["430421111", "430421111201", "430421111202"],
    # nothing
    "北京": [],
    "xyzzy": [],
    "99": [],
    "": [],
    " 。！": [],
    "%": [],
    "_": [],
    "长" * 41: [],
    "ﷺ" * 30: [],  # folds to many more signs
}


@pytest.fixture
def places(db: None) -> None:
    index(UNIT, entries())


def codes(hits: list[queries.Hit]) -> list[str]:
    return [CODES[hit.subject_id - 1] for hit in hits]


@pytest.mark.parametrize("typed", FINDS)
def test_lookups(places: None, typed: str) -> None:
    assert codes(find(typed, kind=UNIT)) == FINDS[typed]


def test_a_hit_says_by_what(places: None) -> None:
    assert find("城北", kind=UNIT) == [queries.Hit(id_of(SHIGU), 3, What.FORMER, "城北区")]
    assert find("sgq", kind=UNIT) == [queries.Hit(id_of(SHIGU), 3, What.INITIALS, "sgq")]


def test_a_place_comes_once_though_many_of_its_keys_fit(places: None) -> None:
    assert SearchKey.objects.filter(subject_id=id_of("430481204200"), key__startswith="长").count() == 2
    assert codes(find("长", kind=UNIT)).count("430481204200") == 1


def test_limit_and_kind(places: None) -> None:
    index("venue", [Entry(900, 1, ["石鼓书院"])])
    assert codes(find("和平", kind=UNIT, limit=2)) == HEPING[:2]
    assert [hit.subject_id for hit in find("石鼓", kind="venue")] == [900]
    assert codes(find("石鼓", kind=UNIT)) == [SHIGU]


def test_signs_that_nobody_types_are_refused(places: None) -> None:
    with pytest.raises(BadInput) as refused:
        find("石鼓\x00", kind=UNIT)
    assert refused.value.reason == "not_text"


@pytest.mark.parametrize("typed", ["石鼓", "和平村", "c", "heping", "4304", "北京"])
def test_one_statement_whatever_is_typed_and_however_many_there_are(places: None, typed: str) -> None:
    index(UNIT, (Entry(1000 + n, 5, [f"和平{n}村"], codes=[f"43049{n}"]) for n in range(200)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        find(typed, kind=UNIT)
    assert len(asked) == 1


BELOW = {  # typed: codes
    "石鼓 和平": ["430407003", "430407003001"],
    "shigu heping": ["430407003", "430407003001"],
    "sg hp": ["430407003", "430407003001"],
    "衡阳 和平": HEPING,
    "430421 和平": ["430421111201", "430421111202"],
    "衡阳 石鼓 角山": ["430407003202"],
    "衡阳县 角山": [],
    "北京 和平": [],
    "和平 北京": [],
    "he ping": HEPING,  # one text in two pieces comes before places below places
    "衡 阳 县": ["430421"],
    "衡阳 石鼓 和平 和平 和平": [],  # more than four words
}


@pytest.mark.parametrize("near", [queries.NEAR, 0], ids=["few below", "many below"])
@pytest.mark.parametrize("typed", BELOW)
def test_earlier_words_say_below_what(places: None, typed: str, near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "NEAR", near)
    assert codes(find(typed, kind=UNIT, scope=Tree())) == BELOW[typed]


def test_without_a_scope_several_words_are_one_text(places: None) -> None:
    assert find("石鼓 和平", kind=UNIT) == []


def test_statements_of_two_words(places: None) -> None:
    tree = Tree()
    with CaptureQueriesContext(connection) as asked:
        find("石鼓 和平", kind=UNIT, scope=tree)
    assert (len(asked), tree.asked) == (3, 1)


def plan_of(statements: CaptureQueriesContext) -> str:
    """How the engine goes about the last statement where scans of small tables are not chosen."""
    sql = statements.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return str(cursor.fetchall())


def test_the_keys_of_subjects_are_read_by_their_index(places: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        forget(UNIT, [1, 2, 3])
    assert "search_key_by_subject" in plan_of(asked)
    with CaptureQueriesContext(connection) as asked:
        find("衡阳 和平", kind=UNIT, scope=Tree())
    assert "search_key_by_subject" in plan_of(asked)


def test_ranges_are_read_in_the_order_of_the_key(places: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        find("和平", kind=UNIT)
    plan = plan_of(asked)
    assert ("sort" in plan.lower(), "TEMP B-TREE" in plan) == (False, False)


def test_indexing_again_forgets_the_keys_of_before(places: None) -> None:
    index(UNIT, [Entry(id_of(SHIGU), 3, ["书院区"], former=["石鼓区"])])
    assert [hit.what for hit in find("石鼓", kind=UNIT)] == [What.FORMER]
    assert codes(find("书院", kind=UNIT)) == [SHIGU]
    assert find("城北", kind=UNIT) == []
    before = SearchKey.objects.count()
    index(UNIT, entries())
    index(UNIT, entries())
    assert SearchKey.objects.count() == before + 1  # 城北区: three keys for four; and what 书院区 had


def test_what_is_forgotten_is_not_found(places: None) -> None:
    index("venue", [Entry(id_of(SHIGU), 1, ["石鼓书院"])])
    forget(UNIT, [id_of(SHIGU)])
    assert find("石鼓", kind=UNIT) == []
    assert len(find("石鼓", kind="venue")) == 1


class Whatever(TestCase):
    """Laws that hold for every place of the table."""

    def setUp(self) -> None:
        index(UNIT, entries())

    @given(st.data())
    def test_every_beginning_of_every_inner_part_finds_the_place(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(CODES))
        name = fold(PLACES[code][0])
        own, _ = endings.split(name)
        starts = [n for n, sign in enumerate(own) if not n or not sign.isascii() or not own[n - 1].isascii()]
        start = data.draw(st.sampled_from(starts))
        end = data.draw(st.integers(start + 1, len(own)))
        assert code in codes(find(name[start:end], kind=UNIT, limit=len(CODES)))
        assert code in codes(find(name[start:], kind=UNIT, limit=len(CODES)))

    @given(st.data())
    def test_every_beginning_of_every_reading_finds_the_place(self, data: st.DataObject) -> None:
        code = data.draw(st.sampled_from(CODES))
        own, ending = endings.split(fold(PLACES[code][0]))
        reading = (*data.draw(st.sampled_from(readings_of(own))), *endings.PINYIN.get(ending, ()))
        typed = data.draw(st.sampled_from(["".join(reading), "".join(syllable[0] for syllable in reading)]))
        end = data.draw(st.integers(1, len(typed)))
        assert code in codes(find(typed[:end], kind=UNIT, limit=len(CODES)))

    @given(st.text(max_size=45))
    def test_any_text_gives_an_answer(self, text: str) -> None:
        try:
            assert len(find(text, kind=UNIT, limit=3, scope=Tree())) <= 3
        except BadInput as refused:
            assert refused.reason == "not_text"

"""What a task comes to for its owner, in words, over the real tree of Hengyang: toilets, 7 counties and 5 districts."""

from django.utils import translation

from tests.notices.hengyang import CITY, DAY, GUIYANG, QIDONG, Hengyang, hengyang, hengyang_tree
from tests.notices.test_quotas import TOILETS, class_in, plans_of, set_quotas, task_of
from xiangyun.notices.quotas import city_total, quota_plans
from xiangyun.web.workspace.quota_words import place_word, total_words, whole_word

__all__ = ["hengyang", "hengyang_tree"]
ENGLISH = "旅游廁所: 7 counties, each at least 12 座, 5 districts, each at least 7 座, the whole city at least 119 座"
CHINESE = "旅游厕所：7 个县市各不少于 12 座，5 个区各不少于 7 座，全市不少于 119 座"
NO_UNIT = "00000000-0000-7000-8000-000000000000"


def words_of(hengyang: Hengyang, language: str, *stated: int) -> list[str]:
    """The toilets of the notice, in a language; with a total that it states itself."""
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    totals = [
        plan
        for n in stated
        for plan in quota_plans({"quantity": [{**TOILETS, "value": n}]}, f"全市共完成旅游厕所{n}座以上", None)
    ]
    set_quotas(hengyang, officer, task, [*plans_of(hengyang), *totals])
    with translation.override(language):
        return total_words(city_total(task, DAY), hengyang.unit(CITY))


def test_the_classes_and_the_whole_city(hengyang: Hengyang) -> None:
    assert words_of(hengyang, "en") == [ENGLISH]
    assert words_of(hengyang, "zh-hans") == [CHINESE]


def test_a_total_that_the_notice_states_otherwise_is_told(hengyang: Hengyang) -> None:
    assert words_of(hengyang, "zh-hans", 120) == [f"{CHINESE}；通知写的是 120"]
    assert words_of(hengyang, "zh-hans", 119) == [CHINESE]


def test_what_places_are_called(hengyang: Hengyang) -> None:
    some = {"classes": ["village"]}, {"level": 3}, {"classes": ["county", "district"]}, {"units": [NO_UNIT]}
    with translation.override("zh-hans"):
        assert [place_word(class_in(hengyang, **narrow), 2) for narrow in some] == ["行政村", "县市区", "单位", "单位"]
        units = [hengyang.unit(code) for code in (CITY, QIDONG, GUIYANG)]
        assert [whole_word(unit) for unit in units] == ["全市", "全县", "全乡镇"]

"""The form of twenty fields that villages answer in the benchmark and in the soak, and made-up answers to it.

Eight whole numbers, four yes/no, three decimals, three texts, a date and a choice: no photo, all required.
Answers are given as the product stores them, so that what comes back can be compared as it is.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import yaml

SLUG = "bench-report"
LABEL = "label::简体中文 (zh-Hans)"
COUNTS = {
    "visitors": "到馆人数",
    "readers": "借阅人次",
    "events": "活动场次",
    "attendance": "参加活动人次",
    "volunteers": "志愿者人数",
    "lectures": "讲座场次",
    "loans": "借出册数",
    "complaints": "意见件数",
}
ANSWERS = {"open": "今天开放了吗", "staffed": "有人值守吗", "clean": "打扫过吗", "safe": "检查过安全吗"}
AMOUNTS = {"hours": "开放小时数", "area": "使用面积", "spent": "支出金额"}
TEXTS = {"happened": "今天的情况", "needs": "需要什么帮助", "reporter_note": "备注"}
CHOICES = {"sunny": "晴", "cloudy": "阴", "rain": "雨"}
NUMBERS = (*COUNTS, *ANSWERS, *AMOUNTS)


def source() -> bytes:
    """The form as XLSForm in YAML."""
    types = {
        "integer": COUNTS,
        "select_one yes_no": ANSWERS,
        "decimal": AMOUNTS,
        "text": TEXTS,
        "date": {"checked_on": "检查日期"},
        "select_one weather": {"weather": "天气"},
    }
    survey = [
        {"type": kind, "name": name, LABEL: label, "required": "yes"}
        for kind, fields in types.items()
        for name, label in fields.items()
    ]
    yes_no = [{"list_name": "yes_no", "name": name, LABEL: label} for name, label in (("yes", "是"), ("no", "否"))]
    weather = [{"list_name": "weather", "name": name, LABEL: label} for name, label in CHOICES.items()]
    settings = {"form_title": "二十项日报", "form_id": SLUG, "version": "1"}
    settings["default_language"] = "简体中文 (zh-Hans)"
    book = {"survey": survey, "choices": yes_no + weather, "settings": [settings]}
    return yaml.safe_dump(book, allow_unicode=True).encode()


def answer(chance: Random) -> dict[str, Any]:
    """Twenty values."""
    values: dict[str, Any] = {name: chance.randrange(500) for name in COUNTS}
    values |= {name: chance.random() < 0.8 for name in ANSWERS}
    values |= {name: f"{chance.randrange(1, 900)}.{chance.randrange(1, 10)}" for name in AMOUNTS}
    values |= {name: f"{label}：{chance.randrange(10**9)}号记录，一切正常。" for name, label in TEXTS.items()}
    values["checked_on"] = f"2020-03-{chance.randrange(1, 29):02}"
    values["weather"] = chance.choice(list(CHOICES))
    return values


def counted(values: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """What an answer adds to each field's figure, by plain counting: field, num, den; decimals in millionths."""
    for name in COUNTS:
        yield name, values[name], 0
    for name in ANSWERS:
        yield name, int(values[name]), 1
    for name in AMOUNTS:
        whole, tenths = values[name].split(".")
        yield name, (int(whole) * 10 + int(tenths)) * 100_000, 0

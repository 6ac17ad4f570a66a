"""The figures every task has from its first day: what came, when and what became of it; and its form's own."""

from xiangyun.facts.numbers import numeric_fields
from xiangyun.forms.definition import StoredForm
from xiangyun.forms.models import Element
from xiangyun.measures.models import Measure

from .models import Task

STATE_FIGURES = {
    "returned": {"zh-Hans": "已报", "en": "Returned"},
    "on_time": {"zh-Hans": "按时", "en": "On time"},
    "late": {"zh-Hans": "迟报", "en": "Late"},
    "sent_back": {"zh-Hans": "退回", "en": "Sent back"},
    "accepted": {"zh-Hans": "已通过", "en": "Accepted"},
    "by_rule": {"zh-Hans": "按规则通过", "en": "Accepted by rule"},
    "missing": {"zh-Hans": "缺报", "en": "Missing"},
}


def measures_of(task: Task) -> list[Measure]:
    """Define the measures of a task, once: counts of states, shares of its yes/no fields, sums of its numbers."""
    form = StoredForm.from_plain(task.form_version.definition)
    names = Element.objects.labels_of(task.form_version.form.owner_id)
    states = [
        Measure(subject_uid=task.uid, name=name, aggregation=Measure.Aggregation.COUNT, label=label)
        for name, label in STATE_FIGURES.items()
    ]
    fields = [
        Measure(
            subject_uid=task.uid,
            name=f"field:{number.path}",
            aggregation=number.aggregation,
            field=number.path,
            scale=number.scale,
            label=names.get(number.element, number.label),
        )
        for number in numeric_fields(form)
    ]
    return Measure.objects.bulk_create(states + fields, ignore_conflicts=True)

"""Sentences for what is refused of clauses, tasks, rules, contradictions and later notices."""

from django.utils.translation import gettext as _


def plan_sentences() -> dict[str, str]:
    """By stable code."""
    return {
        "no_such_clause": _("This clause is no longer there."),
        "outside_the_text": _("Choose words of the notice."),
        "outside_the_clause": _("Choose a place inside the clause."),
        "no_words": _("Nothing would be left there."),
        "clause_there_already": _("Another clause stands there already."),
        "choose_two_open_clauses": _("Choose two clauses or more that are still open."),
        "not_next_to_each_other": _("Between them stands another clause. Choose clauses that follow each other."),
        "unknown_kind": _("Choose what kind of sentence it is."),
        "clause_edit": _("Something in it cannot be used."),
        "unknown_rule_or_choice": _("There is no such rule."),
        "no_such_finding": _("This is no longer open."),
        "no_such_place": _("Choose one of the places."),
        "finding_undecided": _("The text contradicts itself in a place that nobody has decided yet."),
        "rule_unanswered": _("Rules of today speak against some clauses, and nobody has answered them yet."),
        "not_ready": _("This must be looked at before it can be a task."),
        "demonstration_only": _("This can be done in a demonstration only."),
        "unknown_amendment": _("Keep it, change it or lift it."),
        "not_changeable": _("A later notice changes deadline, end and units. Anything else is a new task."),
        "nothing_changed": _("Nothing would change."),
        "other_recurrence": _("It would come at another rhythm. Lift the earlier task and make a new one."),
        "ends_before_today": _("It would end before today."),
        "amended_already": _("This task is dealt with already."),
        "no_such_task": _("This task is no longer running."),
        "not_a_deadline": _("This is not understood as a deadline."),
    }

"""The addresses of an officer's desk: clauses, tasks, findings, the plan taken out."""

from django.urls import path

from . import (
    clause_edits,
    clause_page,
    clause_steps,
    clause_undo,
    clauses,
    notice_export,
    notice_findings,
    task_accept,
    tasks,
)

urlpatterns = [
    path("notices/<uuid:uid>/clauses/", clauses.group, name="clauses-group"),
    path("notices/<uuid:uid>/clauses/attach/", clauses.attach, name="clauses-attach"),
    path("notices/<uuid:uid>/clauses/kind/", clauses.reclass, name="clauses-reclass"),
    path("notices/<uuid:uid>/clauses/rule/", clauses.rule, name="clauses-rule"),
    path("notices/<uuid:uid>/clauses/join/", clause_steps.join, name="clause-join"),
    path("notices/<uuid:uid>/clauses/add/", clause_edits.add, name="clause-add"),
    path("notices/<uuid:uid>/clauses/<uuid:clause>/", clause_page.page, name="clause"),
    path("notices/<uuid:uid>/clauses/<uuid:clause>/rule/", clause_steps.rule, name="clause-rule"),
    path("notices/<uuid:uid>/clauses/<uuid:clause>/edit/", clause_edits.edit, name="clause-edit"),
    path("notices/<uuid:uid>/clauses/<uuid:clause>/cut/", clause_edits.split, name="clause-split"),
    path("notices/<uuid:uid>/findings/<int:number>/", notice_findings.decide, name="finding-decide"),
    path("notices/<uuid:uid>/tasks/accept/", task_accept.accept, name="tasks-accept"),
    path("notices/<uuid:uid>/tasks/<uuid:task>/edit/", tasks.edit, name="task-edit"),
    path("notices/<uuid:uid>/undo/", clause_undo.undo, name="notice-undo"),
    path("notices/<uuid:uid>/plan/export/", notice_export.export, name="notice-plan-export"),
]

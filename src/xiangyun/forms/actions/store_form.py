"""Store a form."""

import hashlib
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.forms.front_door import ReadForm, read_form
from xiangyun.forms.models import Form, FormVersion
from xiangyun.units.models import Unit


def store_form(*, actor: Actor, owner: Unit, slug: str, source: bytes, filename: str, at: datetime) -> FormVersion:
    """A new version of a form of one's own unit, from xlsx, YAML or XForm; the same content again changes nothing.

    Raises FormError naming row and column, or Unsupported naming each thing that is not built.
    """
    if not (actor.is_system or (actor.holds("officer") and actor.unit_id == owner.pk)):
        raise NotAllowed(step="store_form")
    read = read_form(source, filename=filename)
    digest = hashlib.sha256(source).hexdigest()
    with transaction.atomic():
        form, _ = Form.objects.get_or_create(owner=owner, slug=slug, defaults={"title": dict(read.stored.title)})
        known = form.versions.filter(digest=digest).first()
        if known:
            return known
        version = _add(form, read, source, digest)
        record("form.stored", actor=actor, at=at, subject=("form", form.uid), detail={"version": version.number})
    return version


def _add(form: Form, read: ReadForm, source: bytes, digest: str) -> FormVersion:
    Form.objects.select_for_update().get(pk=form.pk)
    form.title = dict(read.stored.title)
    form.save(update_fields=["title"])
    return FormVersion.objects.create(
        form=form,
        number=form.versions.count() + 1,
        source_format=read.format,
        source=source,
        xform=read.xform,
        definition=read.stored.to_plain(),
        digest=digest,
    )

"""The database itself refuses to change or delete what is sealed, on both engines; reversible."""

from django.db import migrations

CONTENT = (
    "uid",
    "at",
    "recorded_at",
    "action",
    "outcome",
    "account_id",
    "post_id",
    "unit_id",
    "actor_name",
    "subject_kind",
    "subject_uid",
    "detail",
)

SQLITE = [
    """
    CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry
    WHEN OLD.seal IS NOT NULL OR {changed}
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
    """.format(changed=" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in CONTENT)),
    """
    CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
    WHEN OLD.seal IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END
    """,
]

POSTGRESQL = [
    """
    CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER audit_entry_no_change BEFORE UPDATE ON audit_entry FOR EACH ROW
    WHEN (OLD.seal IS NOT NULL OR {changed}) EXECUTE FUNCTION audit_entry_refuse()
    """.format(changed=" OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in CONTENT)),
    """
    CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW
    WHEN (OLD.seal IS NOT NULL) EXECUTE FUNCTION audit_entry_refuse()
    """,
]

SQLITE_BACK = ["DROP TRIGGER audit_entry_no_change", "DROP TRIGGER audit_entry_no_delete"]
POSTGRESQL_BACK = [
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "DROP TRIGGER audit_entry_no_delete ON audit_entry",
    "DROP FUNCTION audit_entry_refuse()",
]


def add_triggers(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if on_sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, drop_triggers)]

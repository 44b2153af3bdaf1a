"""Writes the projects of others: projects.py django|alembic FOLDER MODELS [history] [column].

The models are those of benches/whole_processes/large_project.rs: 12 columns, three indexes, a unique constraint and a
foreign key each. With `history` there is a migration for each model, with `column` one of the models has a
column that they do not know.
"""

import pathlib
import sys

kind, folder, models, *flags = sys.argv[1:]
folder, models = pathlib.Path(folder), int(models)
numbers = range(models)


def write(name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def name(number):
    return f"item{number:04}"


def more(number, line):
    return line if "column" in flags and number == models // 2 else ""


def django_fields(number):
    return [
        ("id", "models.BigAutoField(primary_key=True, serialize=False)"),
        ("name", "models.CharField(max_length=80)"),
        ("count", "models.IntegerField(db_default=0)"),
        ("kind", "models.CharField(max_length=20, db_default='plain')"),
        ("code", "models.CharField(max_length=40)"),
        ("happened_at", "models.DateTimeField()"),
        ("note", "models.TextField(null=True)"),
        ("amount", "models.FloatField()"),
        ("done", "models.BooleanField(db_default=False)"),
        ("picture", "models.BinaryField(null=True)"),
        ("day", "models.DateField(null=True)"),
        ("parent", f"models.ForeignKey('items.Item{number // 3:04}', models.CASCADE, null=True)"),
    ]


def django_options(number):
    indexes = (
        f"[models.Index(fields=['name', 'count'], name='{name(number)}_nc'), "
        f"models.Index(fields=['kind', '-happened_at'], name='{name(number)}_kh')]"
    )
    constraints = f"[models.UniqueConstraint(fields=['code', 'parent'], name='{name(number)}_cp')]"
    return {"db_table": repr(name(number)), "indexes": indexes, "constraints": constraints}


def django():
    write(
        "manage.py",
        "import os, sys\nos.environ['DJANGO_SETTINGS_MODULE'] = 'site_settings'\n"
        "from django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n",
    )
    write(
        "site_settings.py",
        "INSTALLED_APPS = ['items']\nUSE_TZ = True\nSECRET_KEY = 'x'\nDEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'\n"
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\n",
    )
    text = "from django.db import models\n"
    for number in numbers:
        text += f"\n\nclass Item{number:04}(models.Model):\n"
        text += "".join(f"    {field} = {value}\n" for field, value in django_fields(number))
        text += more(number, "    remark = models.TextField(null=True)\n")
        text += "\n    class Meta:\n"
        text += "".join(f"        {key} = {value}\n" for key, value in django_options(number).items())
    write("items/__init__.py", "")
    write("items/models.py", text)
    write("items/migrations/__init__.py", "")
    for number in numbers if "history" in flags else []:
        before = f"('items', '{number - 1:04}_{name(number - 1)}')" if number else ""
        fields = "".join(f"                ('{field}', {value}),\n" for field, value in django_fields(number))
        options = ", ".join(f"'{key}': {value}" for key, value in django_options(number).items())
        write(
            f"items/migrations/{number:04}_{name(number)}.py",
            "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n"
            f"    initial = {number == 0}\n    dependencies = [{before}]\n    operations = [\n"
            f"        migrations.CreateModel(\n            name='Item{number:04}',\n            fields=[\n{fields}            ],\n"
            f"            options={{{options}}},\n        ),\n    ]\n",
        )


def alembic_columns(number):
    return [
        ("id", "sa.Integer(), primary_key=True, nullable=False"),
        ("name", "sa.String(80), nullable=False"),
        ("count", "sa.Integer(), server_default='0', nullable=False"),
        ("kind", "sa.String(20), server_default='plain', nullable=False"),
        ("code", "sa.String(40), nullable=False"),
        ("happened_at", "sa.DateTime(), nullable=False"),
        ("note", "sa.Text(), nullable=True"),
        ("amount", "sa.Float(), nullable=False"),
        ("done", "sa.Boolean(), server_default=sa.false(), nullable=False"),
        ("picture", "sa.LargeBinary(), nullable=True"),
        ("day", "sa.Date(), nullable=True"),
        ("parent_id", f"sa.BigInteger(), sa.ForeignKey('{name(number // 3)}.id', ondelete='CASCADE'), nullable=True"),
    ]


def alembic_indexes(number):
    own = name(number)
    return [
        (f"{own}_parent_id_idx", "'parent_id'"),
        (f"{own}_name_count_idx", "'name', 'count'"),
        # Not descending: Alembic would take each of them for changed, every time.
        (f"{own}_kind_idx", "'kind', 'happened_at'"),
    ]


def alembic():
    write("alembic.ini", "[alembic]\nscript_location = migrations\n")
    write(
        "migrations/env.py",
        "import pathlib, sys\nsys.path.insert(0, str(pathlib.Path(__file__).parent.parent))\n"
        "from alembic import context\nfrom sqlalchemy import create_engine\nfrom app_models import metadata\n"
        "with create_engine('sqlite:///db.sqlite3').connect() as connection:\n"
        "    context.configure(connection=connection, target_metadata=metadata)\n"
        "    with context.begin_transaction():\n        context.run_migrations()\n",
    )
    write(
        "migrations/script.py.mako",
        '"""${message}"""\nfrom alembic import op\nimport sqlalchemy as sa\n${imports if imports else ""}\n'
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n"
        '    ${upgrades if upgrades else "pass"}\n\n\ndef downgrade():\n    ${downgrades if downgrades else "pass"}\n',
    )
    text = "import sqlalchemy as sa\n\nmetadata = sa.MetaData()\n"
    for number in numbers:
        text += f"\nsa.Table(\n    '{name(number)}',\n    metadata,\n"
        text += "".join(f"    sa.Column('{column}', {rest}),\n" for column, rest in alembic_columns(number))
        text += more(number, "    sa.Column('remark', sa.Text(), nullable=True),\n")
        text += "    sa.UniqueConstraint('code', 'parent_id'),\n"
        text += "".join(f"    sa.Index('{index}', {columns}),\n" for index, columns in alembic_indexes(number))
        text += ")\n"
    write("app_models.py", text)
    (folder / "migrations/versions").mkdir(parents=True, exist_ok=True)
    for number in numbers if "history" in flags else []:
        own = name(number)
        columns = "".join(f"        sa.Column('{column}', {rest}),\n" for column, rest in alembic_columns(number))
        indexes = "".join(f"    op.create_index('{i}', '{own}', [{c}])\n" for i, c in alembic_indexes(number))
        drops = "".join(f"    op.drop_index('{i}', table_name='{own}')\n" for i, _ in reversed(alembic_indexes(number)))
        before = repr(f"r{number - 1:04}") if number else None
        write(
            f"migrations/versions/r{number:04}_create.py",
            f"from alembic import op\nimport sqlalchemy as sa\n\nrevision = 'r{number:04}'\ndown_revision = {before}\n\n\n"
            f"def upgrade():\n    op.create_table(\n        '{own}',\n{columns}        sa.UniqueConstraint('code', 'parent_id'),\n"
            f"    )\n{indexes}\n\ndef downgrade():\n{drops}    op.drop_table('{own}')\n",
        )


{"django": django, "alembic": alembic}[kind]()

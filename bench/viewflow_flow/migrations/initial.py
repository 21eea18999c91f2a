"""The case, on the table of viewflow's own process."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Know the proxy."""

    initial = True
    dependencies: ClassVar = [("viewflow", "0015_task_scheduled")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="TenProcess",
            fields=[],
            options={"proxy": True},
            bases=("viewflow.process",),
        )
    ]

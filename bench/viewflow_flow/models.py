"""The values of a case: the three fields of our form, kept in viewflow's JSON column."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from viewflow import jsonstore
from viewflow.workflow.models import Process


class TenProcess(Process):
    """A case with what the last task said."""

    advice = jsonstore.CharField(choices=[("go_on", "Go on"), ("stop", "Stop")], max_length=10)
    remark = jsonstore.TextField(max_length=2000)
    seen_on = jsonstore.DateField(null=True, blank=True)
    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        """No table of its own."""

        proxy = True

"""Addresses: viewflow's own for a flow, and Django's sign-in as viewflow draws it."""

from __future__ import annotations

from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset

from bench.viewflow_flow.flows import TenFlow

site = Site(title="Ten tasks", viewsets=[FlowAppViewset(TenFlow, icon="assignment")])
urlpatterns = [path("accounts/", AuthViewset().urls), path("", site.urls)]

"""Make people and begin cases for them: `python -m bench.viewflow_flow.begin desk_0=40 …`."""

from __future__ import annotations

import sys

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402 - Django is set up first
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bench.viewflow_flow.flows import TenFlow  # noqa: E402

PASSWORD = "a-password-for-the-bench"


def main() -> None:
    """Bring the schema up to date, and begin as many cases for each person as is asked."""
    call_command("migrate", verbosity=0)
    hashed = make_password(PASSWORD)
    desks, _ = Group.objects.get_or_create(name="desks")
    desks.permissions.set(Permission.objects.filter(codename__startswith="view_"))
    for each in sys.argv[1:]:
        login, _, cases = each.partition("=")
        person, _ = User.objects.get_or_create(username=login, defaults={"password": hashed})
        person.groups.add(desks)
        for _ in range(int(cases)):
            TenFlow.begin.run(person=person)


if __name__ == "__main__":
    main()

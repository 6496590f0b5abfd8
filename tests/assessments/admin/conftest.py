"""Those who run an installation."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from assessments.models import Account
from tests.assessments.making import make_account


@pytest.fixture
def superuser(db: None) -> Account:
    """Somebody who may do everything that anybody may."""
    return make_account("root@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(db: None) -> Account:
    """An admin with every permission there is, and no superuser."""
    account = make_account("staff@example.org", is_staff=True)
    account.user_permissions.set(Permission.objects.all())
    return account


@pytest.fixture
def admin(client: Client, superuser: Account) -> Client:
    """The browser of the superuser."""
    client.force_login(superuser)
    return client

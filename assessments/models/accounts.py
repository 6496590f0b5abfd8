"""Those who sign in: leaders and admins. Members need no account."""

import uuid
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.history import History


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the address is the name one signs in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":  # noqa: ANN401 -- the fields of the model
        """Make an account; without a password it cannot sign in by one.

        Whoever makes an account vouches for its address: no code is asked to confirm it.
        """
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        with transaction.atomic(using=self._db):
            account.save(using=self._db)
            EmailAddress.objects.using(self._db).create(
                user=account, email=account.email, verified=True, primary=True
            )
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":  # noqa: ANN401 -- the fields of the model
        """Make an admin who may do everything that anybody may."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find the account of an address, however its letters are written."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a leader of communities, or an admin of the installation.

    An empty language is the browser's, an empty time zone the installation's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=12, blank=True, choices=settings.LANGUAGES
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_staff = models.BooleanField(_("admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[AccountManager] = AccountManager()
    history = History("email", "name", "is_staff", "is_superuser", "is_active")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own signature
        """Keep the account, and let nobody sign in by an address that it has no more."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
        kept = kwargs.get("update_fields")
        if not self._state.adding and (kept is None or "email" in kept):
            had = EmailAddress.objects.filter(user_id=self.pk, primary=True)
            had.exclude(email=self.email).delete()

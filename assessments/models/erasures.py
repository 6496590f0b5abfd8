"""Erasures: that somebody was erased, so that no backup brings them back."""

import uuid

from django.db import models


class Erasure(models.Model):
    """A member was erased. ``hash`` is keyed: without the installation's secret it names nobody.

    It is the HMAC of the community and the address, compared with the members of a restored backup.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hash = models.CharField(max_length=64)
    erased_on = models.DateField()

    def __str__(self) -> str:
        return str(self.id)

"""Users: whoever logs in, citizen, firm or staff."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Users are made by ``services``."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=username)


class User(AbstractBaseUser):
    """Whoever logs in. ``entity`` and ``subject`` name the register row that the user is, where there is one."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=60)
    entity = models.CharField(max_length=20, blank=True)
    subject = models.BigIntegerField(null=True)
    must_change_password = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    objects = UserManager()

    @property
    def may_enter(self) -> bool:
        """Whether the account is alive: not closed, and no demo account of a site that is no demo."""
        return self.is_active and (settings.WENYE_DEMO or not self.is_demo)

    def __str__(self) -> str:
        return self.name

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from stepforward.people.roles import Permission, Role, permissions_of


class UserManager(BaseUserManager):
    def create_user(self, email, *, name, roles=(), password=None):
        user = self.model(email=email.strip().lower(), name=name, roles=list(roles))
        user.set_password(password)
        user.save(using=self._db)
        return user

    def who_may(self, permission):
        """Those with an open account whose roles bring `permission`, by name."""
        bring = [role for role in Role if permission in permissions_of([role])]
        return self.filter(is_active=True, roles__overlap=bring).order_by("name", "pk")

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who signs in. The email is the name they sign in with; without a role one sees nothing."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=Role.values), name="user_roles_are_known"
            ),
        ]

    def __str__(self):
        return self.name

    def may(self, permission):
        """Whether this person's roles bring `permission`, a Permission or its name."""
        if isinstance(permission, str):
            permission = Permission[permission]
        return self.is_active and permission in permissions_of(self.roles)

    @property
    def role_names(self):
        return [Role(role).label for role in self.roles]

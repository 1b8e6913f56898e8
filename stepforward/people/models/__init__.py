from stepforward.people.models.organisation import Organisation
from stepforward.people.models.private_link import PrivateLink
from stepforward.people.models.user import User

__all__ = ["Organisation", "PrivateLink", "User"]

"""What is known of somebody when teams are put together. Nothing else is: neither age nor sex, nor anything
else that the Equality Act 2010 protects, can weigh."""

from dataclasses import dataclass

from facilitators.models import Assignment

NEW_TO_IT = 3  # sessions delivered: with fewer somebody is new to the course


@dataclass(frozen=True)
class Person:
    """A facilitator who may be asked, or is in the team, and what the wishes weigh of them."""

    pk: int
    parts: tuple  # Assignment.Part that their stage allows
    if_needed: bool = False  # they said that, for some of the time, and not yes
    miles: int | None = None  # from their base, in a straight line
    lately: int = 0  # sessions accepted of the last half year and to come
    a_month: int = 1  # sessions that they offered
    delivered: int = 0  # sessions of this course that they led or co-facilitated
    wants: int = 0  # sessions as a shadow, to go on to a further stage of this course
    staff_group: str = ""  # national code
    organisation: int | None = None  # primary key

    @property
    def is_new(self):
        return self.delivered < NEW_TO_IT

    def may(self, part):
        return part in self.parts


@dataclass(frozen=True)
class Team:
    """Who would be asked, each as (Part, Person), the lead first; and the points of all, with those who are
    in the team already."""

    members: tuple
    points: int

    @property
    def delivering(self):
        return frozenset(one.pk for part, one in self.members if part in Assignment.DELIVERS)

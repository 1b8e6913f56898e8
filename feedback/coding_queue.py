"""Which comments are to be coded, and by whom: everything that is shown once, a random tenth twice."""

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from feedback.models import Codebook, Coding, Comment, Theme

LEAST_TWICE = 20
ONE_IN = 10


def current():
    """The codebook that comments are coded with, or None before there is one."""
    return _finished().first()


def themes():
    """The themes of the current codebook, in its order; not asked for before they are needed."""
    return Theme.objects.filter(codebook__in=_finished().values("pk")[:1])


def to_code():
    return Comment.objects.opened().filter(state=Comment.State.SHOWN)


def to_code_first(codebook):
    """What nobody has coded yet, in the order of the random keys."""
    return to_code().exclude(_coded(codebook, as_second=False)).order_by("pk")


def to_code_second(codebook, user):
    """Of the sample, what somebody else has coded once: `user` should, without knowing what they found."""
    own = Coding.objects.filter(codebook=codebook, as_second=False, by=user)
    found = to_code().filter(pk__in=sample(codebook)).exclude(pk__in=own.values("comment"))
    return found.exclude(_coded(codebook, as_second=True)).order_by("pk")


def sample(codebook):
    """Keys of the comments that are coded twice: those that come first by a digest of their keys, another
    with each version, so that nobody can tell beforehand which they are."""
    coded = Coding.objects.filter(codebook=codebook, as_second=False)
    digest = MD5(Concat(Value(f"{codebook.version} "), Cast("comment", TextField())))
    size = max(LEAST_TWICE, -(-coded.count() // ONE_IN))
    return coded.annotate(digest=digest).order_by("digest").values("comment")[:size]


def _coded(codebook, *, as_second):
    return Exists(Coding.objects.filter(comment=OuterRef("pk"), codebook=codebook, as_second=as_second))


def _finished():
    return Codebook.objects.filter(finished=True).order_by("-version")

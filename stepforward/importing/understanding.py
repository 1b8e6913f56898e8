"""What words in a file mean: by the organisations' names, and by what was confirmed before."""

from stepforward.importing.models import Meaning
from stepforward.importing.organisations import Organisations
from stepforward.importing.reader import Question
from stepforward.importing.wording import squeezed

AS_WRITTEN = "-"  # confirmed: none of ours, keep the name as it is
Subject = Meaning.Subject


class Understanding:
    def __init__(self):
        self.organisations = Organisations()
        self.confirmed = {(one.subject, one.said): one.means for one in Meaning.objects.all()}

    def means(self, subject, said):
        """What was confirmed for a word, or None."""
        return self.confirmed.get((subject, squeezed(said)[:200]))

    def organisation(self, said, judged):
        """The Organisation, or None where it is to be kept as written or is in doubt; notes are put on
        `judged`."""
        means = self.means(Subject.ORGANISATION, said)
        if means == AS_WRITTEN:
            return None
        if means and means.upper() in self.organisations.by_code:
            return self._taken(said, self.organisations.by_code[means.upper()], judged)
        taken = self.organisations.meant(said)
        if taken.sure:
            return taken.organisation if taken.same else self._taken(said, taken.organisation, judged)
        code = taken.organisation.ods_code if taken.organisation else ""
        guess = f"is it {taken.organisation.name} ({code})?" if code else "is it one of our organisations?"
        judged.doubt(f"Organisation “{said}”: {guess}", Question(Subject.ORGANISATION, said, code))
        return None

    def _taken(self, said, organisation, judged):
        judged.notes.append(f"Organisation “{said}” taken as {organisation.name} ({organisation.ods_code}).")
        return organisation

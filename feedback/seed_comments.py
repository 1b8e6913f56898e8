"""The demo's comments: some wait to be read, some name somebody, and most are coded."""

from feedback import codebooks, coding_queue, reviewing
from feedback.models import Coding, Comment
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

NAMING = (
    "Dr Patel spoke over everybody on Ward 7 again.",
    "I asked Sarah from theatre 3 to come next time.",
    "Ring me on bleep 4512 if you want more examples.",
)
CONCERN = "A colleague is being shouted at most days and nobody does anything."
WITHHELD = "Waste of a morning, whoever planned it is a fool."
THEMES = {  # how sentences of the demo begin, and what coders find in them
    "Check in with": ["supporting_the_person"],
    "Say something small": ["equipped_to_challenge"],
    "Ask “what did you mean": ["equipped_to_challenge", "several_ways"],
    "Step in when": ["ally"],
    "Not laugh": ["how_i_come_across"],
    "Back up a colleague": ["ally"],
    "Write down": ["where_to_go"],
    "Take it to": ["where_to_go", "speaking_up"],
    "Think about how": ["how_i_come_across"],
    "Distract first": ["several_ways", "equipped_to_challenge"],
    "More time for": ["more_practice"],
    "Bring the consultants": ["whole_team"],
    "A one-page": ["time_and_place"],
    "Examples from": ["more_practice"],
    "Start after": ["time_and_place"],
    "Nothing, keep": ["nothing_to_change"],
    "A follow-up": ["more_practice"],
}
LEFT_TO_CODE = 12


def plant(*, rng):
    codebook = codebooks.first_version()
    coordinator, lead = (
        User.objects.filter(email=email_of(role)).first() for role in (Role.COORDINATOR, Role.PROGRAMME_LEAD)
    )
    _say_what_has_to_be_read(coordinator)
    if coordinator and lead:
        _code(codebook, coordinator, lead, rng)


def _say_what_has_to_be_read(coordinator):
    rounds = Comment.objects.exclude(round=None).filter(on_website=False).oldest_first().reverse()
    words = [*NAMING, CONCERN, WITHHELD]
    chosen = list(rounds[: len(words)])
    for comment, text in zip(chosen, words, strict=False):
        comment.text, comment.state = text, Comment.State.NEW
        comment.save(update_fields=["text", "state"])
    if coordinator and len(chosen) == len(words):
        note = "Passed to the trust’s Freedom to Speak Up Guardian."
        reviewing.flag(comment=chosen[3], note=note, by=coordinator)
        reviewing.hide(comment=chosen[4], because=Comment.Reason.HURTFUL, by=coordinator)


def _code(codebook, first, second, rng):
    themes = {theme.code: theme for theme in codebook.themes.all()}
    waiting = list(coding_queue.to_code_first(codebook))[LEFT_TO_CODE:]
    found = {comment.pk: [themes[code] for code in _found_in(comment)] for comment in waiting}
    _keep(codebook, first, found, as_second=False)
    sample = set(coding_queue.sample(codebook).values_list("comment", flat=True))
    again = {pk: said if rng.random() < 0.85 else said[:-1] for pk, said in found.items() if pk in sample}
    _keep(codebook, second, again, as_second=True)


def _keep(codebook, by, found, *, as_second):
    made = Coding.objects.bulk_create(
        Coding(comment_id=pk, codebook=codebook, by=by, as_second=as_second) for pk in found
    )
    through = Coding.themes.through
    through.objects.bulk_create(
        through(coding=coding, theme=theme) for coding in made for theme in found[coding.comment_id]
    )


def _found_in(comment):
    return next((codes for start, codes in THEMES.items() if comment.text.startswith(start)), [])

"""Coding themes: by whom, in which order, a second time without looking, and how far two agree."""

import csv
import io
import random
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from sklearn.metrics import cohen_kappa_score

from feedback import codebooks, coding, coding_queue, counting
from feedback.agreement import Agreement, agreements
from feedback.models import Codebook, Coding, Comment, Theme
from feedback.refusals import CodebookStays, NotToBeCoded
from feedback.tests.comments import commented
from feedback.tests.conftest import at_close, everybody, say
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
PAGE = "/manage/comments/coding/"
THEMES = "/manage/comments/themes/"


@pytest.fixture
def codebook(db):
    return codebooks.first_version()


@pytest.fixture
def themes(codebook):
    return {theme.code: theme for theme in codebook.themes.all()}


@pytest.fixture
def shown(now):
    return sorted(commented(now, [f"Comment {n}" for n in range(4)], state="shown"), key=lambda one: one.pk)


def post(client, comment, *themes, query=""):
    return client.post(f"{PAGE}{query}", {"comment": comment.pk, "themes": themes})


# --- Coding ---


def test_one_comment_after_the_other_is_coded(shown, codebook, coordinator):
    client = signed_in_as(coordinator)
    assert shown[0].text in client.get(PAGE).content.decode()
    sent = post(client, shown[0], "ally", "where_to_go")
    assert sent.status_code == 302
    page = client.get(sent.url).content.decode()
    assert shown[1].text in page
    assert "3 comments left" in page
    kept = Coding.objects.get()
    assert (kept.comment, kept.by, kept.as_second) == (shown[0], coordinator, False)
    assert {theme.code for theme in kept.themes.all()} == {"ally", "where_to_go"}
    # and one can be left for later, and the last one changed
    assert shown[2].text in client.get(f"{PAGE}?after={shown[1].pk}").content.decode()
    change = f"?change={shown[0].pk}"
    assert client.get(f"{PAGE}{change}").content.decode().count(" checked") == 2
    post(client, shown[0], "none", query=change)
    assert not Coding.objects.get().themes.exists()


def test_only_what_was_read_and_shown_is_coded(now, codebook, coordinator):
    unread = commented(now, ["Not read"])[0]
    page = signed_in_as(coordinator).get(PAGE).content.decode()
    assert "Everything is coded" in page
    with pytest.raises(NotToBeCoded):
        coding.code(comment=unread, codebook=codebook, themes=[], by=coordinator)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "Tick each theme that you find"),
        (["ally", "none"], "Tick themes, or that there is none, but not both"),
        (["unknown"], "Select the themes you find"),
        (["a\x00b"], "Select the themes you find"),
    ],
)
def test_what_is_not_ticked_rightly_is_said(shown, codebook, coordinator, said, sentence):
    sent = post(signed_in_as(coordinator), shown[0], *said)
    assert sent.status_code == 422
    assert sentence in sent.content.decode()
    assert shown[0].text in sent.content.decode()
    assert not Coding.objects.exists()


@pytest.mark.parametrize("query", ["?after=x", "?after=a%00b", "?change=1", "?second=yes&after=9"])
def test_a_mangled_address_begins_anew(shown, codebook, coordinator, query):
    assert signed_in_as(coordinator).get(f"{PAGE}{query}").status_code == 200


def test_reviewers_and_programme_leads_code_and_nobody_else(shown, codebook, coordinator, programme_lead):
    for page in (PAGE, "/manage/comments/agreement/", THEMES):
        for user, status in (
            (coordinator, 200),
            (programme_lead, 200),
            (person(Role.FACILITATOR), 403),
            (person(), 404),
            (None, 302),
        ):
            assert signed_in_as(user).get(page).status_code == status


@pytest.mark.parametrize("comments", [1, 3, 25])
def test_coding_costs_the_same_however_many_wait(now, codebook, coordinator, comments):
    commented(now, [f"Comment {n}" for n in range(comments)], state="shown")
    client = signed_in_as(coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) == 8


# --- A second time ---


def test_a_second_coder_does_not_see_what_the_first_found(
    shown, codebook, themes, coordinator, programme_lead
):
    coding.code(comment=shown[0], codebook=codebook, themes=[themes["ally"]], by=coordinator)
    first, second = signed_in_as(coordinator), signed_in_as(programme_lead)
    assert "Nothing to code a second time" in first.get(f"{PAGE}?second=yes").content.decode()
    page = second.get(f"{PAGE}?second=yes").content.decode()
    assert shown[0].text in page
    assert " checked" not in page
    assert "Suggested" not in page
    assert post(second, shown[0], "ally", query="?second=yes").status_code == 302
    assert Coding.objects.filter(as_second=True, by=programme_lead).count() == 1


def test_the_second_coder_is_never_the_first(shown, codebook, coordinator, programme_lead):
    given = {"comment": shown[0], "codebook": codebook, "themes": []}
    with pytest.raises(NotToBeCoded, match="somebody else"):
        coding.code(**given, by=programme_lead, as_second=True)
    coding.code(**given, by=coordinator)
    with pytest.raises(NotToBeCoded, match="somebody else"):
        coding.code(**given, by=coordinator, as_second=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(comment=shown[0], codebook=codebook, by=coordinator, as_second=True)
    with pytest.raises(NotToBeCoded, match="Somebody else has coded"):
        coding.code(**given, by=programme_lead)
    coding.code(**given, by=programme_lead, as_second=True)
    with pytest.raises(NotToBeCoded, match="first coding stays"):
        coding.code(**given, by=coordinator)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_coders_at_once_one_is_told(now, codebook):
    comment = commented(now, ["Comment"], state="shown")[0]
    coders, together, outcomes = [person(Role.COORDINATOR), person(Role.PROGRAMME_LEAD)], Barrier(2), []

    def decide(user):
        together.wait()
        try:
            coding.code(comment=comment, codebook=codebook, themes=[], by=user)
            outcomes.append("coded")
        except NotToBeCoded:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(user,)) for user in coders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["coded", "told"]
    assert Coding.objects.count() == 1


@pytest.mark.parametrize(("coded", "twice"), [(12, 12), (60, 20), (230, 23)])
def test_a_tenth_is_coded_twice_twenty_at_least_and_always_the_same(now, codebook, coordinator, coded, twice):
    comments = commented(now, [f"Comment {n}" for n in range(coded)], state="shown")
    Coding.objects.bulk_create(Coding(comment=one, codebook=codebook, by=coordinator) for one in comments)
    sample = set(coding_queue.sample(codebook).values_list("comment", flat=True))
    assert len(sample) == twice
    assert sample == set(coding_queue.sample(codebook).values_list("comment", flat=True))


@pytest.mark.django_db(transaction=True)
def test_codings_outlive_the_next_count(open_round, codebook, themes, coordinator, now):
    found = open_round(12)
    for invitation in everybody(found)[:6]:
        say(invitation, comments={"should_change": ["More", "public"]})
    counting.count_due(now=now)
    Comment.objects.update(state="shown")
    comment = Comment.objects.first()
    coding.code(comment=comment, codebook=codebook, themes=[themes["ally"]], by=coordinator)
    for invitation in everybody(found):
        say(invitation, comments={"should_change": ["Later", "no"]})
    counting.count_due(now=at_close(found, now))
    assert Comment.objects.count() == 12
    kept = Coding.objects.get()
    assert kept.comment == comment
    assert [theme.code for theme in kept.themes.all()] == ["ally"]


# --- Agreement ---


def test_kappa_is_what_a_known_library_says():
    rng = random.Random(3)
    for _ in range(40):
        first = [rng.random() < 0.4 for _ in range(30)]
        second = [one if rng.random() < 0.7 else not one for one in first]
        pairs = list(zip(first, second, strict=True))
        cells = [pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))]
        assert Agreement("x", *cells).kappa == pytest.approx(cohen_kappa_score(first, second))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ((0, 0, 0, 0), "Nothing is coded twice yet"),
        ((0, 0, 0, 30), "Not defined: both found it in no comment"),
        ((30, 0, 0, 0), "Not defined: both found it in every comment"),
        ((3, 1, 1, 5), "Too early: fewer than 20"),
        ((5, 10, 10, 5), "Poor"),
        ((12, 8, 8, 12), "Slight"),
        ((13, 7, 7, 13), "Fair"),
        ((15, 5, 5, 15), "Moderate"),
        ((17, 3, 3, 17), "Substantial"),
        ((20, 1, 1, 20), "Almost perfect"),
    ],
)
def test_what_a_kappa_means_is_said_in_words(cells, words):
    assert Agreement("x", *cells).words == words


def test_the_page_and_its_file_tell_how_far_two_agree(now, codebook, themes, coordinator, programme_lead):
    comments = commented(now, [f"Comment {n}" for n in range(20)], state="shown")
    for place, comment in enumerate(comments):
        found = [themes["ally"]] if place < 10 else []
        again = [themes["ally"]] if place < 8 else []
        coding.code(comment=comment, codebook=codebook, themes=found, by=coordinator)
        coding.code(comment=comment, codebook=codebook, themes=again, by=programme_lead, as_second=True)
    each, overall = agreements(codebook)
    ally = next(one for one in each if one.name == themes["ally"].name)
    assert (ally.n, ally.both, ally.first_only, ally.second_only, ally.neither) == (20, 8, 2, 0, 10)
    assert ally.kappa == pytest.approx(0.8)
    assert overall.n == 20 * 12
    client = signed_in_as(coordinator)
    page = client.get("/manage/comments/agreement/").content.decode()
    assert "0.80" in page
    assert "Landis and Koch" in page
    assert "Not defined" in page
    content = client.get("/manage/comments/agreement/?format=csv").getvalue().decode("utf-8-sig")
    rows = {row["Theme"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows[themes["ally"].name]["Kappa"] == "0.8"
    assert rows[themes["safe_space"].name]["Kappa"] == ""


@pytest.mark.parametrize("twice", [1, 3, 25])
def test_agreement_costs_the_same_however_much_is_coded(now, codebook, coordinator, programme_lead, twice):
    for comment in commented(now, ["Comment"] * twice, state="shown"):
        Coding.objects.create(comment=comment, codebook=codebook, by=coordinator)
        Coding.objects.create(comment=comment, codebook=codebook, by=programme_lead, as_second=True)
    client = signed_in_as(coordinator)
    with CaptureQueriesContext(connection) as queries:
        client.get("/manage/comments/agreement/")
    assert len(queries) == 6


# --- Versions of the themes ---


def test_a_version_in_use_stays_and_the_database_says_so(codebook, themes, coordinator):
    with pytest.raises(CodebookStays):
        codebooks.write_theme(codebook=codebook, by=coordinator, name="X", covers="Y", example="")
    with pytest.raises(CodebookStays):
        codebooks.drop_theme(theme=themes["ally"], by=coordinator)
    for change in (
        lambda: Theme.objects.filter(pk=themes["ally"].pk).update(name="Else"),
        lambda: Theme.objects.filter(pk=themes["ally"].pk).delete(),
        lambda: Theme.objects.create(codebook=codebook, code="x", name="X", covers="Y", position=99),
        lambda: Codebook.objects.update(finished=False),
        lambda: Codebook.objects.update(version=7),
    ):
        with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
            change()


def test_a_new_version_begins_as_a_copy_is_changed_and_then_used(codebook, shown, coordinator):
    client = signed_in_as(coordinator)
    coding.code(comment=shown[0], codebook=codebook, themes=[], by=coordinator)
    # given a draft, which there is once only
    client.post(f"{THEMES}new-version/")
    client.post(f"{THEMES}new-version/")
    draft = Codebook.objects.get(finished=False)
    assert [one.code for one in draft.themes.all()] == [one.code for one in codebook.themes.all()]
    # when it is changed
    dropped, renamed = draft.themes.all()[:2]
    client.post(f"{THEMES}{dropped.pk}/drop/")
    client.post(f"{THEMES}{renamed.pk}/", {"name": "Ready to challenge", "covers": "Words", "example": ""})
    client.post(f"{THEMES}add/", {"name": "Ready to challenge", "covers": "Another", "example": ""})
    assert draft.themes.count() == 12
    assert coding_queue.current() == codebook
    # then comments are coded with it, from the first on; the old codings stay
    client.post(f"{THEMES}use/")
    assert coding_queue.current() == draft
    assert "4 comments left" in client.get(PAGE).content.decode()
    assert Coding.objects.filter(codebook=codebook).count() == 1
    with pytest.raises(NotToBeCoded, match="new version"):
        coding.code(comment=shown[0], codebook=codebook, themes=[], by=coordinator)


@pytest.mark.parametrize("deed", ["use", "add"])
def test_without_a_draft_the_page_says_to_begin_one(codebook, coordinator, deed):
    sent = signed_in_as(coordinator).post(f"{THEMES}{deed}/", follow=True)
    assert "Begin a new version first" in sent.content.decode()
    assert Codebook.objects.count() == 1


def test_a_version_without_themes_is_not_used(coordinator):
    draft = Codebook.objects.create(version=1)
    with pytest.raises(CodebookStays, match="a theme at least"):
        codebooks.use(codebook=draft, by=coordinator)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "", "covers": "x"}, "Enter what the theme is called"),
        ({"name": "x" * 121, "covers": "x"}, "must be 120 characters or fewer"),
        ({"name": "مرحبا 🎉", "covers": "a\x00b"}, "must have only letters, numbers and punctuation"),
    ],
)
def test_a_theme_that_cannot_be_kept_is_said_at_the_field(codebook, coordinator, said, sentence):
    client = signed_in_as(coordinator)
    client.post(f"{THEMES}new-version/")
    sent = client.post(f"{THEMES}add/", said)
    assert sent.status_code == 422
    assert sentence in sent.content.decode()


def test_a_theme_in_any_script_gets_a_code(codebook, coordinator):
    draft = codebooks.new_version(by=coordinator)
    codes = [
        codebooks.write_theme(codebook=draft, by=coordinator, name=name, covers="x", example="").code
        for name in ("مرحبا", "🎉", "Saying hello")
    ]
    assert codes == ["theme", "theme_2", "saying_hello"]

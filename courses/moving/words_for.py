"""Words that people write, as our choices: settings, ways of delivery, focus, staff groups, marks of
presence."""

import re

from courses.models.booking import Booking
from courses.models.cost import Cost
from courses.models.training_request import Delivery, Focus, Setting
from stepforward.people.staff_groups import StaffGroup

SETTINGS = {
    Setting.THEATRES: r"theat|\bitu\b|\bicu\b|critical|intensive|anaes|\bhdu\b|surg",
    Setting.EMERGENCY: r"\bed\b|\ba ?& ?e\b|emergency|ambulance|paramed",
    Setting.MENTAL_HEALTH: r"mental|psych|camhs",
    Setting.COMMUNITY: r"communit|primary|\bgp\b|general practice|district",
    Setting.EDUCATION: r"teach|educat|foundation|school|universit|training|trainee|deanery",
    Setting.CORPORATE: r"office|corporate|\bhr\b|finance|admin|support service|estates",
    Setting.WARD: r"ward|clinic|paed|obstet|matern|medic|depart|hospital|oncolog|radiolog|unit",
}
FOCUS = {
    Focus.RACISM: r"racis|\brace\b|ethnic",
    Focus.SEXISM: r"sexis|gender|sexual harass|misogyn",
    Focus.HOMOPHOBIA: r"homophob|transphob|lgbt|gay",
    Focus.ABLEISM: r"ableis|disab",
    Focus.FAITH: r"faith|relig|islamoph|antisemit",
    Focus.MICROAGGRESSION: r"micro",
    Focus.HIERARCHY: r"hierarch|speaking up|bully|incivil|civility|undermin",
}
STAFF = {
    StaffGroup.STUDENTS: r"student",
    StaffGroup.SCIENTIFIC_TECHNICAL: r"pharmac|psychologist|anaesthetic associate|physician associate|\bpa\b",
    StaffGroup.CLINICAL_SERVICES: r"\bhcas?\b|healthcare assist|health care assist|support worker|nursing assoc|phlebot",  # noqa: E501
    StaffGroup.ALLIED_HEALTH: r"\bahps?\b|\bodps?\b|allied|physio|occupational th|\bot\b|radiograph|dieti|speech|paramedic"  # noqa: E501
    r"|operating department",
    StaffGroup.NURSING: r"nurs|midwi|sister|matron|\brgn\b|\brmn\b|\banp\b",
    StaffGroup.ADMINISTRATIVE: r"admin|cleric|recept|manage|secretar|coordinator|co-ordinator|director|\bhr\b",  # noqa: E501
    StaffGroup.SCIENTISTS: r"scientist|biomedical|physiologist",
    StaffGroup.ESTATES: r"estates|porter|domestic|cater|ancillary",
    StaffGroup.MEDICAL: r"\bf[y]?[12]\b|\b[csi]t ?[1-9]\b|\bst ?[1-9]|\bgp\b|consult|doctor|\bdr\b|registrar|\bspr\b|\bsho\b"  # noqa: E501
    r"|medical|dent|surgeon|anaesthetist|fellow|trainee|\bsas\b|physician",
}
COST_KINDS = {
    Cost.Kind.TRAVEL: r"travel|\btrains?\b|taxi|parking|mileage|petrol|fuel|\bbus\b|\bfares?\b|car hire",
    Cost.Kind.REFRESHMENTS: r"\bteas?\b|coffee|lunch|food|cater|refresh|biscuit|sandwich|cake|milk|drink",
    Cost.Kind.RESOURCES: r"print|photocop|\bpens?\b|flip ?chart|workbook|handout|stationer|material|resource",
    Cost.Kind.VENUE: r"room|venue|\bhire\b|\bhall\b",
}
PAYERS = {
    Cost.PaidBy.FACILITATOR: r"facilitator|own pocket|out of pocket|myself|\bself\b|personal",
    Cost.PaidBy.PROGRAMME: r"programme|\bhee\b|health education|deanery|nhs ?e\b|nhs england|step forward",
    Cost.PaidBy.HOST: r"trust|\bhost|hospital|department|organisation",
}
CAME = {"x", "yes", "y", "signed", "present", "attended", "true", "1", "ok", "here", "✓", "✔", "☑", "√", "p"}
CAME |= {"late", "left early", "online"}
STAYED_AWAY = {
    "dna",
    "no",
    "n",
    "absent",
    "did not attend",
    "apologies",
    "false",
    "0",
    "cancelled",
    "sick",
    "✗",
    "✘",
}
STAYED_AWAY |= {"-", "did not come", "not attended", "non attender", "d/n/a"}


SETTINGS, FOCUS, STAFF, COST_KINDS, PAYERS = (
    {choice: re.compile(words, re.IGNORECASE) for choice, words in known.items()}
    for known in (SETTINGS, FOCUS, STAFF, COST_KINDS, PAYERS)
)


def setting_of(*texts):
    """(Setting, whether anything said so), from the most telling text on."""
    for text in texts:
        for setting, words in SETTINGS.items():
            if text and words.search(str(text)):
                return setting, True
    return Setting.WARD, False


def delivery_of(text):
    text = str(text or "").lower()
    if re.search(r"either|both|hybrid|no preference", text):
        return Delivery.EITHER
    return Delivery.ONLINE if re.search(r"online|virtual|teams|zoom|remote", text) else Delivery.IN_PERSON


def chosen(text, words):
    """Every choice of `words` that a list in one cell names."""
    parts = re.split(r"[;,\n/|]|\band\b", str(text or ""))
    found = {_first(part, words) for part in parts}
    return [choice for choice in type(next(iter(words))) if choice in found]


def staff_group_of(text):
    """The staff group that a role belongs to, or ""."""
    return _first(str(text or ""), STAFF) or ""


def attendance_of(value):
    """Whether somebody was there, or "" where the mark says nothing that we know."""
    said = str(value if value is not None else "").strip().lower().rstrip(".")
    if said in CAME or value is True:
        return Booking.Attendance.ATTENDED
    return Booking.Attendance.ABSENT if said in STAYED_AWAY or value is False else ""


def cost_kind_of(text):
    return _first(text, COST_KINDS)


def payer_of(text):
    return _first(text, PAYERS)


def funded_of(text):
    """Whether a cost was funded, or "" where the mark says nothing that we know."""
    said = text.strip().lower().rstrip(".")
    if said in {"y", "yes", "true", "1", "funded", "x", "✓"}:
        return Cost.Funded.YES
    return Cost.Funded.NO if said in {"n", "no", "false", "0", "not funded", "unfunded"} else ""


def _first(text, words):
    return next((choice for choice, fits in words.items() if fits.search(text)), None)

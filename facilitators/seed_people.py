"""Thirty invented people: name, post, the town they travel from, and their stage."""

from stepforward.people.staff_groups import StaffGroup

PEOPLE = [
    ("Amira Haddad", "Consultant anaesthetist", "Manchester", "trainer"),
    ("Callum Fairhurst", "Consultant psychiatrist", "Preston", "trainer"),
    ("Ngozi Eze", "Lead nurse for education", "Liverpool", "trainer"),
    ("Siobhan Keane", "Consultant geriatrician", "Warrington", "lead"),
    ("Yusuf Patel", "ST7 emergency medicine", "Blackburn", "lead"),
    ("Hannah Entwistle", "Practice educator, nursing", "Wigan", "lead"),
    ("Mei Lin Chow", "ST6 paediatrics", "Stockport", "lead"),
    ("Oluwaseun Adeyemi", "Consultant obstetrician", "Bolton", "lead"),
    ("Rhys Llewellyn", "ST8 general surgery", "Chester", "lead"),
    ("Farah Siddiqui", "Consultant radiologist", "Oldham", "lead"),
    ("Joanna Wieczorek", "Midwifery educator", "Burnley", "co_facilitator"),
    ("Daniel Okafor", "ST5 acute medicine", "Salford", "co_facilitator"),
    ("Priya Nair", "ST4 paediatrics", "Bolton", "co_facilitator"),
    ("Matthew Threlfall", "Resuscitation officer", "Lancaster", "co_facilitator"),
    ("Zainab Hussain", "IMT3 medicine", "Rochdale", "co_facilitator"),
    ("Eilidh Campbell", "Physiotherapy lead", "Kendal", "co_facilitator"),
    ("Samuel Asante", "ST3 psychiatry", "Wirral", "co_facilitator"),
    ("Grace Pilkington", "Theatre practitioner", "St Helens", "co_facilitator"),
    ("Tariq Mahmood", "GP trainee", "Bury", "co_facilitator"),
    ("Leanne Hargreaves", "Ward manager", "Blackpool", "co_facilitator"),
    ("Anjali Desai", "ST3 anaesthetics", "Manchester", "shadowing"),
    ("Kieran O'Malley", "Clinical fellow, surgery", "Southport", "shadowing"),
    ("Temitope Balogun", "Senior pharmacist", "Tameside", "shadowing"),
    ("Victoria Lomax", "Radiographer", "Macclesfield", "shadowing"),
    ("Bilal Chaudhry", "CT2 psychiatry", "Preston", "shadowing"),
    ("Katarzyna Nowak", "Charge nurse, critical care", "Crewe", "trained"),
    ("Owen Barlow", "Foundation doctor", "Liverpool", "trained"),
    ("Chidinma Obi", "Occupational therapist", "Ashton", "trained"),
    ("Ruth Silverman", "IMT1 medicine", "Prestwich", "trained"),
    ("Declan Rigby", "Paramedic educator", "Chorley", "trained"),
]

GROUPS = {
    StaffGroup.NURSING: ("nurs", "midwi", "ward manager", "resuscitation"),
    StaffGroup.ALLIED_HEALTH: ("physio", "radiographer", "occupational", "paramedic", "theatre practitioner"),
    StaffGroup.SCIENTIFIC_TECHNICAL: ("pharmac",),
}


def staff_group_of(post):
    """The staff group of a post of these people; most are doctors."""
    fits = (group for group, words in GROUPS.items() if any(word in post.lower() for word in words))
    return next(fits, StaffGroup.MEDICAL)

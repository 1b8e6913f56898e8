"""What departments asked for, in the demo: (days ago, what they said), and those that were answered."""

WAITING = [
    (
        12,
        {
            "code": "RXL",
            "team": "Critical care",
            "setting": "theatres",
            "delivery": "in_person",
            "people": 24,
            "staff_groups": ["01", "03", "04"],
            "focus": ["hierarchy", "racism"],
            "about": "After an incident in October several nurses told us that they could not speak up "
            "on the ward round. We would like doctors and nurses in the room together.",
            "weekdays": [1],
            "day_parts": ["afternoon"],
            "from_day": 14,
            "to_day": 70,
        },
    ),
    (
        6,
        {
            "code": "RMC",
            "team": "Theatres",
            "setting": "theatres",
            "delivery": "in_person",
            "people": 18,
            "staff_groups": ["01", "03", "05"],
            "focus": ["hierarchy", "microaggression"],
            "about": "Our audit day is the best chance to have everybody together.",
            "weekdays": [1, 3],
            "day_parts": ["afternoon"],
            "from_day": 10,
            "to_day": 60,
        },
    ),
    (
        4,
        {
            "code": "RW5",
            "team": "Community mental health, Chorley",
            "setting": "mental_health",
            "delivery": "either",
            "people": 14,
            "staff_groups": ["03", "04", "08"],
            "focus": ["racism", "faith"],
            "about": "",
            "weekdays": [0, 2],
            "day_parts": ["morning"],
            "from_day": 21,
            "to_day": 80,
        },
    ),
    (
        2,
        {
            "code": "Rossendale Hospice",
            "team": "All staff",
            "setting": "community",
            "delivery": "online",
            "people": 12,
            "staff_groups": [],
            "focus": ["microaggression"],
            "about": "We are small and cannot all leave at once, so online would suit us best.",
            "weekdays": [],
            "day_parts": ["morning", "afternoon"],
            "from_day": 20,
            "to_day": 90,
        },
    ),
    (
        1,
        {
            "code": "RMC",
            "team": "Theatres team",
            "setting": "theatres",
            "delivery": "in_person",
            "people": 20,
            "staff_groups": ["01", "03"],
            "focus": ["hierarchy"],
            "about": "I am not sure whether anybody of us has asked yet: could our audit day be a course?",
            "weekdays": [],
            "day_parts": ["afternoon"],
            "from_day": 10,
            "to_day": 60,
        },
    ),
    (
        0,
        {
            "code": "RBS",
            "team": "Medical education",
            "setting": "education",
            "delivery": "in_person",
            "people": 40,
            "staff_groups": ["01", "02"],
            "focus": ["sexism", "racism", "ableism"],
            "about": "For the foundation teaching programme. It may need two sessions.",
            "weekdays": [2],
            "day_parts": ["afternoon"],
            "from_day": 30,
            "to_day": 75,
        },
    ),
]

_USUAL = {"setting": "ward", "delivery": "in_person", "from_day": 20, "to_day": 60}
_MATERNITY = {"focus": ["racism", "hierarchy"], "staff_groups": ["01", "03"]}
_MEDICINE = {"focus": ["sexism", "microaggression"], "staff_groups": ["01", "03", "04"]}
_THEATRES = {"focus": ["hierarchy"], "staff_groups": ["01", "04", "05"], "setting": "theatres"}
ANSWERED = [
    (40, "scheduled", "", {**_USUAL, "code": "RWJ", "team": "Maternity", "people": 22} | _MATERNITY),
    (58, "scheduled", "", {**_USUAL, "code": "RTX", "team": "Acute medicine", "people": 14} | _MEDICINE),
    (75, "scheduled", "", {**_USUAL, "code": "RJN", "team": "Anaesthetics", "people": 20} | _THEATRES),
    (
        66,
        "declined",
        "We cannot run a session for four people. There is room for you in the open sessions in Lancaster.",
        {**_USUAL, "code": "RTX", "team": "Podiatry", "people": 4},
    ),
    (90, "withdrawn", "", {**_USUAL, "code": "RBQ", "team": "Outpatients", "people": 15}),
]

"""Where the demo's sessions are held, (trust's ODS code, venue, address, postcode, places, getting in), and
the names of its invented people."""

VENUES = [
    (
        "RXL",
        "Whinney Heys Education Centre",
        "Whinney Heys Road, Blackpool",
        "FY3 8NR",
        40,
        "Lift to the first floor.",
    ),
    (
        "RXR",
        "Pennine Learning Centre",
        "Haslingden Road, Blackburn",
        "BB2 3HH",
        30,
        "Step-free from car park C.",
    ),
    ("RW5", "Ribbleton Training Rooms", "Sceptre Way, Bamber Bridge, Preston", "PR5 6AW", 24, ""),
    ("RXN", "Fulwood Education Centre", "Sharoe Green Lane, Preston", "PR2 9HT", 60, "Hearing loop."),
    ("RTX", "Bay Education Centre", "Ashton Road, Lancaster", "LA1 4RP", 30, "Step-free throughout."),
    ("RMC", "Minerva Education Centre", "Minerva Road, Farnworth, Bolton", "BL4 0JR", 40, "Hearing loop."),
    ("RXV", "Prestwich Learning Hub", "Bury New Road, Prestwich", "M25 3BL", 24, ""),
    (
        "R0A",
        "Oxford Road Lecture Suite",
        "Oxford Road, Manchester",
        "M13 9WL",
        80,
        "Lift to the second floor.",
    ),
    ("RM3", "Stott Lane Education Centre", "Stott Lane, Salford", "M6 8HD", 60, "Step-free, hearing loop."),
    ("RT2", "Ashton Training Rooms", "Old Street, Ashton-under-Lyne", "OL6 7SR", 20, ""),
    (
        "RWJ",
        "Poplar Grove Education Centre",
        "Poplar Grove, Stockport",
        "SK2 7JE",
        30,
        "Step-free throughout.",
    ),
    ("RBV", "Wilmslow Road School of Oncology", "Wilmslow Road, Manchester", "M20 4BX", 30, "Hearing loop."),
    ("RRF", "Wigan Lane Education Centre", "Wigan Lane, Wigan", "WN1 2NN", 30, "Ramp at the side entrance."),
    (
        "RBS",
        "Eaton Road Learning Rooms",
        "East Prescot Road, Liverpool",
        "L14 5AB",
        30,
        "Step-free throughout.",
    ),
    ("RJR", "Liverpool Road Education Centre", "Liverpool Road, Chester", "CH2 1UL", 30, ""),
    (
        "RJN",
        "Victoria Road Education Centre",
        "Victoria Road, Macclesfield",
        "SK10 3BL",
        24,
        "Lift to the first floor.",
    ),
    (
        "REM",
        "Prescot Street Education Centre",
        "Prescot Street, Liverpool",
        "L7 8XP",
        60,
        "Step-free, hearing loop.",
    ),
    ("RW4", "Kings Business Park Training Rooms", "Prescot", "L34 1PJ", 24, ""),
    ("RBT", "Leighton Education Centre", "Middlewich Road, Crewe", "CW1 4QJ", 30, "Step-free throughout."),
    ("RBN", "Nightingale Education Centre", "Warrington Road, Prescot", "L35 5DR", 40, "Hearing loop."),
    ("RWW", "Lovely Lane Education Centre", "Lovely Lane, Warrington", "WA5 1QG", 30, ""),
    (
        "RBL",
        "Arrowe Park Road Education Centre",
        "Arrowe Park Road, Wirral",
        "CH49 5PE",
        30,
        "Step-free throughout.",
    ),
]

# {ODS code: getting there}; of the others nobody has said it yet
GETTING_THERE = {
    "RXL": "Bus 2 from Blackpool North, 15 minutes. Car park A, free with a staff badge.",
    "RXR": "Bus 6 from Blackburn station, 12 minutes. Car park C is the nearest.",
    "RXN": "Bus 23 from Preston station, 20 minutes. Cycle stands at the main entrance.",
    "RTX": "Ten minutes on foot from Lancaster station. Parking is scarce before 9:30am.",
    "RMC": "Bus 37 from Bolton interchange. Ask at the barrier for a visitor's ticket.",
    "R0A": "Buses 142 and 143 from Piccadilly Gardens. Please do not come by car.",
    "RM3": "Salford Crescent station, then bus 50. The multi-storey car park has step-free places.",
    "RWJ": "Bus 192 from Stockport station, 10 minutes. Car park B, £2.50 for four hours.",
    "RRF": "Fifteen minutes on foot from Wigan North Western, along Wigan Lane.",
    "RJN": "Eight minutes on foot from Macclesfield station. Free parking after 1pm.",
    "REM": "Lime Street station, then bus 10A. Secure cycle store: ask at reception.",
    "RBV": "West Didsbury tram stop, five minutes on foot.",
}
ON_A_MAP = {
    "RWJ": "https://www.openstreetmap.org/#map=18/53.38360/-2.13190",
    "RTX": "https://www.openstreetmap.org/#map=18/54.04250/-2.79900",
}
ONE_ROOM = "RW4"

FIRST = """
    Aaliyah Abdul Adam Agnieszka Aisha Alice Amara Amit Andrew Aoife Asha Ben Beth Bronwen Caitlin
    Carlos Charlotte Chen Chidi Claire Craig Deepa Dominic Ebony Ewan Fatima Femi Gemma George
    Gurpreet Hamza Harriet Ibrahim Imogen Ivy Jamal Janet Jasmine Joe Kamala Karen Kwame Laura Liam
    Luca Maryam Mark Michelle Mohammed Naomi Natasha Niamh Olivia Omar Patrick Paula Rachel Rajesh
    Rebecca Robert Sadia Sarah Shabana Simon Stephen Sunita Tariro Thomas Tomasz Uzma Vikram Wei
    Yasmin Zoe
""".split()  # noqa: SIM905  seventy lines of names read worse
LAST = """
    Abbott Achebe Ahmed Akhtar Ashcroft Bamford Banerjee Begum Bradshaw Brennan Brown Chaudhary
    Clegg Cohen Cooper Crompton Das Dawson Eccles Entwistle Fernandes Fielding Gill Greenhalgh Hall
    Hameed Hartley Heaton Hossain Hughes Iqbal Jackson Johnson Jones Kaur Kershaw Khan Kowalski Lee
    Lomas Malik Marsden McCann Mensah Morris Musa Nuttall Okeke Olatunji Ormerod Osborne Park
    Pearson Pickup Qureshi Rafiq Rawson Riley Roberts Sharma Shaw Singh Smith Taylor Thwaite Turner
    Ullah Walsh Whitehead Williams Wojcik Wong Yates Zaman
""".split()  # noqa: SIM905  seventy lines of names read worse

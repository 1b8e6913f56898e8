"""Twelve invented cases of the demo's library, each composed of what happens in many places."""

from courses.models.training_request import Focus, Setting
from stepforward.people.staff_groups import StaffGroup

F, S, G = Focus, Setting, StaffGroup

TOLD = [
    {
        "title": "Can I have the other nurse?",
        "setting": S.WARD,
        "themes": [F.RACISM],
        "staff_groups": [G.NURSING, G.CLINICAL_SERVICES, G.MEDICAL],
        "story": "A nurse goes to change a dressing. The patient looks past her and says to the "
        "healthcare assistant, “Can I have the other nurse? One who’s from here.” The nurse "
        "has worked in the hospital for twelve years.\n\n"
        "The healthcare assistant says nothing and looks at the floor. A doctor two beds away "
        "has heard it and goes on writing. The nurse smiles, says “I’ll see who’s free”, and "
        "leaves the bay.\n\n"
        "At the desk the nurse in charge sighs. “He’s like that with everybody. I’ll swap you, "
        "it’s easier.” The healthcare assistant thinks about it all the way home.",
        "questions": "What did each person in the bay tell the nurse by what they did?\n"
        "What could the healthcare assistant have said, in one sentence, without starting an "
        "argument?\n"
        "Whom does the swap make it easier for?",
        "learning_points": "Silence is heard as agreement by the person who was hurt.\n"
        "A patient’s need for care and a colleague’s dignity can be looked after together.\n"
        "Checking in afterwards counts, even if nothing was said in the moment.",
    },
    {
        "title": "The count",
        "setting": S.THEATRES,
        "themes": [F.HIERARCHY],
        "staff_groups": [G.NURSING, G.ALLIED_HEALTH, G.MEDICAL],
        "story": "Near the end of a long list the scrub practitioner says quietly that the swab count "
        "is one short. The surgeon answers without looking up, “It was right when I started. "
        "Count again.” It is one short again.\n\n"
        "“We’re closing. I’m not keeping everybody here because somebody can’t count.” The "
        "anaesthetist looks at the clock. A medical student by the wall has seen a swab go "
        "behind the retractor, and is not sure that it came out.\n\n"
        "Nobody speaks for what feels like a long time.",
        "questions": "What keeps each person in the room from speaking?\n"
        "Which words would you use if you were the student? And the anaesthetist?\n"
        "What could be agreed before a list starts that makes this easier?",
        "learning_points": "Rank decides who finds it easy to speak, not who is right.\n"
        "“I’m concerned, I need us to stop” is enough; it needs no proof.\n"
        "A second voice changes the room.",
    },
    {
        "title": "Are you the doctor?",
        "setting": S.EMERGENCY,
        "themes": [F.SEXISM, F.MICROAGGRESSION],
        "staff_groups": [G.MEDICAL, G.NURSING, G.ALLIED_HEALTH],
        "story": "A registrar leads a resuscitation. When the patient is stable she goes to talk to the "
        "family, with a male nurse who qualified last year. The father asks the nurse every "
        "question, and at the end shakes his hand: “Thank you, doctor.” The nurse says, “No "
        "problem.”\n\n"
        "Back in the department the consultant laughs. “Happens to all of you. You should wear "
        "a bigger badge.” A colleague rolls his eyes in sympathy and goes back to his screen.\n\n"
        "It is the third time this week.",
        "questions": "What could the nurse have said to the family, kindly, in that moment?\n"
        "What did the consultant mean, and what was heard?\n"
        "Why does the third time weigh more than the first?",
        "learning_points": "Handing credit back takes five words: “She is the doctor here.”\n"
        "A joke can close the conversation that somebody needed.\n"
        "Small things add up for the person who gets all of them.",
    },
    {
        "title": "Just a bit of banter",
        "setting": S.CORPORATE,
        "themes": [F.HOMOPHOBIA],
        "staff_groups": [G.ADMINISTRATIVE, G.ESTATES],
        "story": "In the office there is a running joke about a colleague’s “mystery girlfriend”. "
        "Everybody laughs, and so does he. On Monday somebody asks what he did at the weekend, "
        "and before he answers another says, “Careful, he’ll want to show you his wedding "
        "shoes.”\n\n"
        "A new member of the team has a wife, and has not told anybody yet. She decides to "
        "keep it that way. The team leader has her headphones on. She took them off a second "
        "too late, or so she tells herself.",
        "questions": "Who is affected by the joke?\n"
        "What could somebody say who likes everybody in this office?\n"
        "What could the team leader do on Tuesday?",
        "learning_points": "Those who overhear are hurt too, and nobody knows who they are.\n"
        "Laughing along is often how people stay safe.\n"
        "It is never too late to come back to it: “I heard something yesterday and wish I had "
        "spoken.”",
    },
    {
        "title": "She manages very well, considering",
        "setting": S.COMMUNITY,
        "themes": [F.ABLEISM, F.MICROAGGRESSION],
        "staff_groups": [],
        "story": "A therapist who uses a wheelchair presents her project to the practice. The questions "
        "are about her chair: how she gets into houses, whether she gets tired. At the end the "
        "chair of the meeting says, “Isn’t she an inspiration? She manages very well, "
        "considering.”\n\n"
        "The next item is a home visit rota. Somebody says, “We’ll leave you off that, shall "
        "we, to make it easy for you.” She had asked for more visits last month.\n\n"
        "Her mentee is in the room and wonders whether to say so.",
        "questions": "Which of these remarks were meant kindly? Does that change what they do?\n"
        "Whose place is it to speak about the rota, and how could it be done with her and not "
        "for her?\n"
        "What would you ask the therapist afterwards?",
        "learning_points": "Praise for being there is not praise for the work.\n"
        "Ask before you decide what somebody can do.\n"
        "Good intentions and bad effects go together often; talk about the effect.",
    },
    {
        "title": "The prayer break",
        "setting": S.THEATRES,
        "themes": [F.FAITH, F.RACISM],
        "staff_groups": [G.MEDICAL, G.ALLIED_HEALTH, G.SCIENTIFIC_TECHNICAL],
        "story": "An operating department practitioner takes his ten minutes to pray between two cases. "
        "When he comes back the others are waiting, because the list was brought forward. "
        "“Some of us work through,” says one of them, half to the wall. “Some of us get breaks "
        "for it.”\n\n"
        "Two colleagues went for a cigarette at the same time. Nobody mentions that. The team "
        "leader changes the subject to the next patient. For the rest of the week he prays in "
        "his car after work.",
        "questions": "What is different between the two breaks?\n"
        "What could the team leader have said instead of changing the subject?\n"
        "How would the team find out that he has stopped taking his break?",
        "learning_points": "People adapt quietly to what hurts them, so it looks solved.\n"
        "Naming what is fair (“we all take ten minutes”) needs no accusation.\n"
        "Those who lead set what may be said.",
    },
    {
        "title": "Where are you really from?",
        "setting": S.EDUCATION,
        "themes": [F.MICROAGGRESSION, F.RACISM],
        "staff_groups": [G.STUDENTS, G.MEDICAL],
        "story": "On the first day of a placement the supervisor goes round the group and has a "
        "friendly word for everybody. “And where are you from?” Bolton, says the student. “No, "
        "really from? Originally?” Bolton, she says again. “Well, your English is marvellous.” "
        "People smile.\n\n"
        "Nobody else is asked twice. On the way out a fellow student says, “He’s lovely "
        "really, he’s just interested.” She nods, because it is the first day.",
        "questions": "What did the student learn about the placement in the first hour?\n"
        "What would have been a better answer on the way out?\n"
        "How could somebody speak to the supervisor, who meant it well?",
        "learning_points": "A question can tell somebody that they do not belong.\n"
        "Explaining it away leaves the person alone with it.\n"
        "“I noticed that. How was it for you?” opens the door.",
    },
    {
        "title": "The consultant’s ward round",
        "setting": S.WARD,
        "themes": [F.HIERARCHY, F.SEXISM],
        "staff_groups": [G.MEDICAL, G.NURSING, G.STUDENTS],
        "story": "A resident doctor presents a patient and gets a blood result wrong. The consultant "
        "stops. “Did you look, or did you guess? Perhaps we should ask one of the boys, they "
        "seem to have slept.” The group moves on. At the next bed she says nothing at all, "
        "although she knows that the potassium has not been chased.\n\n"
        "The ward sister hears it and has her own round to finish. A pharmacist looks at the "
        "resident and then at her shoes. The consultant is known as brilliant, and as somebody "
        "who is under strain at home.",
        "questions": "What has this round done to the safety of the patient in the next bed?\n"
        "Which roles in the group could say something, and when?\n"
        "Does it matter that the consultant is under strain?",
        "learning_points": "People who were shamed stop sharing what they know.\n"
        "Support for the one and a word with the other are two separate deeds; either is a "
        "start.\n"
        "Strain explains; it does not excuse.",
    },
    {
        "title": "Pronouns at handover",
        "setting": S.MENTAL_HEALTH,
        "themes": [F.HOMOPHOBIA, F.MICROAGGRESSION],
        "staff_groups": [G.NURSING, G.CLINICAL_SERVICES, G.ALLIED_HEALTH],
        "story": "At handover a nurse introduces a patient by the name and pronouns that they use. The "
        "colleague taking over says, “I’ll go by what’s on the wristband, thanks, I’ve got "
        "eighteen of them to remember.” There is a laugh.\n\n"
        "A support worker in the room has a trans brother. She has a good relationship with "
        "the patient, and knows that they can hear the office from the corridor. Handover is "
        "already late.",
        "questions": "What may the patient have heard, and what does it change for the night?\n"
        "What can be said in ten seconds when handover is late?\n"
        "How could the nurse be supported who had done it right?",
        "learning_points": "Respect in front of the patient begins behind the door.\n"
        "Humour is a signal of how safe a team feels to disagree.\n"
        "Repeating the right words calmly is an answer, too.",
    },
    {
        "title": "The rota request",
        "setting": S.EMERGENCY,
        "themes": [F.SEXISM],
        "staff_groups": [G.MEDICAL, G.NURSING, G.ADMINISTRATIVE],
        "story": "Two people ask the rota coordinator for a Friday off. One has a concert, one has to "
        "fetch his children. “Isn’t there a mum for that?” says a senior colleague who stands "
        "at the desk. “You’ll be asking for a nursery in resus next.”\n\n"
        "The father laughs and takes his request back. The coordinator had nearly written it "
        "in. She would like to say something, but the senior colleague signs her appraisal.",
        "questions": "Who loses by this remark?\n"
        "What could the coordinator do without answering the senior colleague at all?\n"
        "What would you want from the team if you were the father?",
        "learning_points": "Stereotypes hurt everybody whom they describe.\n"
        "Acting as if the remark had not been made (“so, Friday: I’ve put you down”) is a "
        "response.\n"
        "Power matters: choose a way that is safe for you.",
    },
    {
        "title": "Only a porter",
        "setting": S.WARD,
        "themes": [F.HIERARCHY, F.MICROAGGRESSION],
        "staff_groups": [G.ESTATES, G.CLINICAL_SERVICES, G.NURSING],
        "story": "A porter comes to take a patient to a scan and says that she seems more confused than "
        "this morning. “Thank you, we’ll do the medicine,” says the nurse at the computer. In "
        "the lift the patient does not know where she is.\n\n"
        "He rings the ward. The ward clerk answers, hears “it’s only the porter again” from "
        "behind her, and has to decide what she says next.",
        "questions": "What did the porter see that nobody else could?\n"
        "What are the ward clerk’s choices, and which is the easiest?\n"
        "How are people in your team told that what they notice is wanted?",
        "learning_points": "Everybody who meets the patient is part of the team.\n"
        "Passing a worry on in full, with the name of who raised it, gives it weight.\n"
        "Thank the person who rings twice.",
    },
    {
        "title": "The leaving card",
        "setting": S.CORPORATE,
        "themes": [F.RACISM, F.FAITH],
        "staff_groups": [],
        "story": "A card goes round for a colleague who leaves. Somebody has drawn a picture in it that "
        "plays on her headscarf. It is meant to be funny, and eleven people have signed below "
        "it. The card comes to you an hour before the farewell.",
        "questions": "What goes through your mind, and what do you do first?\n"
        "Whom could you ask for help in an hour?\n"
        "What do the eleven people need to hear, and from whom?",
        "learning_points": "Being the twelfth is not a reason to be silent.\n"
        "There is nearly always a way that hurts nobody: a new card is one.\n"
        "The conversation with the one who drew it can wait; the card cannot.",
    },
]

"""What this floor holds on people: rows of brought files, until those were checked."""

from stepforward.people.privacy import declare, neither, personal

WITH_THE_RUN = {
    "keep": "As long as the record of the move.",
    "erase": "The account's name and email are blanked.",
}

declare(
    "importing.Run",
    neither(
        "id name kind state brought_at moved_at taken_back_at rows made unchanged doubtful refused left_out"
    ),
    neither("choices"),
    personal(
        "questions", keep="Until the file is moved in and two years after.", erase="Deleted with the run."
    ),
    personal("content", keep="Until it is moved in, or for a day.", erase="Deleted with the file."),
    personal("by", **WITH_THE_RUN),
)
declare(
    "importing.Line",
    neither("id run row sheet verdict why"),
    personal("what", keep="Two years after the file was brought.", erase="Deleted with the run."),
)
declare("importing.Moved", neither("id run key content about about_id"))
declare(
    "importing.Meaning",
    neither("id subject means confirmed_at"),
    personal("said", keep="Until somebody forgets it.", erase="Forgotten, where it is a name in a poll."),
    personal("by", **WITH_THE_RUN),
)
declare(
    "importing.Pass",
    neither("id run deed state asked_at began_at rows_done rows_in_all stop_asked why"),
    personal("by", **WITH_THE_RUN),
)

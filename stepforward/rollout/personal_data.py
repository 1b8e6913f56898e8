"""Nothing here is about a person: phases with their targets, and counts."""

from stepforward.people.privacy import declare, neither

declare("rollout.Phase", neither("id name during target_people target_organisations"))
declare("rollout.Fact", neither("id source measure day organisation course staff_group n counted_at"))

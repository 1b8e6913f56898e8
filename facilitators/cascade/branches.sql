-- Who was trained by whom, and what each and everybody after them did, of the ones asked for. A "top" is somebody with
-- everybody below; top 0 stands above all who were trained by nobody here, so that it is the whole cascade.
with recursive node as (
    select held.id, held.course_id, held.facilitator_id, held.source_id, source.starts_at as trained_at
    from facilitators_accreditation held
    left join courses_session source on source.id = held.source_id
), under as (
    -- The lead was there before, so that a line always ends, also where somebody leads the course that trains them.
    select node.id, above.id as parent_id
    from node
    join facilitators_assignment led
        on led.session_id = node.source_id and led.part = 'lead' and led.state = 'accepted'
    join node above on above.facilitator_id = led.facilitator_id and above.course_id = node.course_id
    where above.trained_at is null or above.trained_at < node.trained_at
), line as (
    select id as top_id, id as below_id, 1 as depth from node where {asked}
    union all
    select 0, id, 1 from node where {asked} and not exists (select from under where under.id = node.id)
    union all
    select line.top_id, under.id, line.depth + 1 from line join under on under.parent_id = line.below_id
), size as (
    select line.top_id, count(*) as facilitators, max(line.depth) as generations,
        array_agg(person.name order by person.name, person.id) filter (where line.depth = 2) as trained
    from line
    join node on node.id = line.below_id
    join facilitators_facilitator facilitator on facilitator.id = node.facilitator_id
    join people_user person on person.id = facilitator.user_id
    group by line.top_id
), did as (
    -- Each session once for each top, however many of its branch delivered it together.
    select line.top_id, part.session_id, bool_or(line.below_id = line.top_id) as own
    from line
    join node on node.id = line.below_id
    join facilitators_assignment part on part.facilitator_id = node.facilitator_id
        and part.part in ('lead', 'co_facilitator') and part.state = 'accepted'
    join courses_session session on session.id = part.session_id
        and session.course_id = node.course_id and session.state = 'delivered'
    group by line.top_id, part.session_id
), room as materialized (
    -- Counted once for each session, not again for each top that it belongs to.
    select session_id, (
        select count(*) from courses_booking booking
        where booking.session_id = those.session_id and booking.state = 'booked' and booking.attendance = 'attended'
    ) + coalesce((select sum(n) from courses_headcount heads where heads.session_id = those.session_id), 0) as people
    from (select distinct session_id from did) those
), reach as (
    select did.top_id, count(*) as sessions, sum(room.people) as people,
        count(*) filter (where did.own) as own_sessions,
        sum(room.people) filter (where did.own) as own_people
    from did
    join room using (session_id)
    group by did.top_id
)
select size.top_id as id, under.parent_id, size.facilitators, size.generations, place.depth as generation,
    coalesce(size.trained, '{{}}') as trained,
    coalesce(reach.sessions, 0) as sessions, coalesce(reach.people, 0)::bigint as people,
    coalesce(reach.own_sessions, 0) as own_sessions, coalesce(reach.own_people, 0)::bigint as own_people
from size
left join reach using (top_id)
left join under on under.id = size.top_id
left join line place on place.top_id = 0 and place.below_id = size.top_id

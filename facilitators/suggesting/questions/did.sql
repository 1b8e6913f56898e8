-- What {person} did and promised, counted. The states stand with the counts: among the conditions they would lead
-- the planner to the index that begins with the time.
select
    count(*) filter (
        where part.state = 'accepted' and session.starts_at >= %(lately)s
    ) as lately,
    count(*) filter (
        where part.state = 'accepted' and session.course_id = %(course)s
            and part.part in ('lead', 'co_facilitator') and session.state = 'delivered'
    ) as delivered,
    count(*) filter (
        where part.state = 'accepted' and session.course_id = %(course)s
            and part.part = 'shadow' and session.state = 'delivered'
    ) as shadowed,
    count(*) filter (
        where part.state in ('held', 'offered', 'accepted')
            and session.starts_at >= %(month_starts)s and session.starts_at < %(month_ends)s
            and session.id is distinct from %(session)s
    ) as that_month
from facilitators_assignment part
join courses_session session on session.id = part.session_id
where part.facilitator_id = {person}
    and session.state <> 'called_off'

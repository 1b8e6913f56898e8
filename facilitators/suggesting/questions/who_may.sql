-- Who may be asked for a part in a session.
with {person_cte},
free as materialized (
{free})
select person.id, person.stage, person.lapsed_on, free.if_needed, person.miles, did.lately, person.sessions_a_month,
    did.delivered, did.shadowed, person.staff_group, person.organisation_id
from free
join person on person.id = free.facilitator_id
cross join lateral ({did}) did
where person.notice_days <= %(days_ahead)s
    and not exists (
        select from facilitators_leave away
        where away.facilitator_id = person.id
            and away.starts_on <= %(last_day)s
            and coalesce(away.ends_on, 'infinity') >= %(first_day)s
    )
    and did.that_month < person.sessions_a_month
    and not exists (
        select from facilitators_assignment taken
        where taken.facilitator_id = person.id
            and taken.blocked && tstzrange(%(blocked_from)s, %(blocked_until)s)
            and taken.state in ('held', 'offered', 'accepted')
            and taken.session_id is distinct from %(session)s
    )
    and coalesce((
        select here.state not in ('held', 'offered', 'accepted', 'declined', 'given_back')
        from facilitators_assignment here
        where here.facilitator_id = person.id and here.session_id = %(session)s
        order by here.offered_at desc, here.id desc
        limit 1
    ), true)
order by person.id

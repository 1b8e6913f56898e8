-- How many may lead, and how many may deliver, in each of many slots.
--
-- No window crosses midnight in London, so windows and slots are brought together by their day. The 0 keeps the
-- planner from looking every person up in the index, whose first column is the time.
with {person_cte},
slot as materialized (
    select n, day, month, days_ahead, tstzrange(starts_at, ends_at) as during,
        tstzrange(starts_at - %(margin)s, ends_at + %(margin)s) as blocked
    from unnest(
        %(n)s::int[], %(day)s::date[], %(month)s::date[], %(days_ahead)s::int[],
        %(starts_at)s::timestamptz[], %(ends_at)s::timestamptz[]
    ) as given (n, day, month, days_ahead, starts_at, ends_at)
),
said as materialized (
    select w.facilitator_id, w.during, (lower(w.during) at time zone 'Europe/London')::date as day
    from facilitators_window w
    join person on person.id = w.facilitator_id + 0
    where w.during && tstzrange(%(from)s, %(until)s)
),
taken as materialized (
    select part.facilitator_id, part.blocked,
        date_trunc('month', session.starts_at at time zone 'Europe/London')::date as month
    from facilitators_assignment part
    join courses_session session on session.id = part.session_id
    where part.blocked && tstzrange(%(months_from)s, %(months_until)s)
        and part.state in ('held', 'offered', 'accepted')
        and part.session_id is distinct from %(session)s
),
load as materialized (
    select facilitator_id, month, count(*) as sessions from taken group by facilitator_id, month
),
free as (
    -- One stretch that holds the whole slot, or several that do together.
    select slot.n, said.facilitator_id
    from slot
    join said on said.day = slot.day
    where said.during @> slot.during
    union all
    select slot.n, said.facilitator_id
    from slot
    join said on said.day = slot.day
    where said.during && slot.during and not said.during @> slot.during
    group by slot.n, said.facilitator_id, slot.during
    having range_agg(said.during) @> slot.during
)
select free.n,
    count(*) filter (where person.stage = any(%(leads)s) and person.lapsed_on is null) as lead,
    count(*) filter (where person.stage = any(%(leads)s) or person.stage = any(%(co_facilitates)s)) as deliver
from free
join slot on slot.n = free.n
join person on person.id = free.facilitator_id
left join load on load.facilitator_id = free.facilitator_id and load.month = slot.month
where coalesce(load.sessions, 0) < person.sessions_a_month
    and person.notice_days <= slot.days_ahead
    and not exists (
        select from taken where taken.facilitator_id = free.facilitator_id and taken.blocked && slot.blocked
    )
    and not exists (
        select from facilitators_leave away
        where away.facilitator_id = free.facilitator_id
            and away.starts_on <= slot.day
            and coalesce(away.ends_on, 'infinity') >= slot.day
    )
group by free.n

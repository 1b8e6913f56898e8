-- How many half-days each facilitator said yes to, and if needed, on the London dates of a period: what they
-- said of a day wins over their usual week; days before they joined and days of leave are nobody's offer.
with days as (
    select generate_series(%(first)s::date, %(last)s::date, interval '1 day')::date as day
),
said as (
    select a.facilitator_id, a.day, a.level
    from facilitators_availability a
    where a.day between %(first)s and %(last)s
    union all
    select u.facilitator_id, d.day, u.level
    from facilitators_usualpart u
    join days d
        on extract(isodow from d.day) = u.weekday + 1
        and d.day >= u.starts_on
        and (u.ends_on is null or d.day <= u.ends_on)
    where u.level <> 'no'
        and not exists (
            select from facilitators_availability a
            where a.facilitator_id = u.facilitator_id and a.day = d.day and a.part = u.part
        )
)
select s.facilitator_id,
    count(*) filter (where s.level = 'yes'),
    count(*) filter (where s.level = 'if_needed')
from said s
join facilitators_facilitator f on f.id = s.facilitator_id
where s.level <> 'no'
    and s.day >= f.joined_on
    and not exists (
        select from facilitators_leave l
        where l.facilitator_id = s.facilitator_id
            and s.day >= l.starts_on
            and (l.ends_on is null or s.day <= l.ends_on)
    )
group by s.facilitator_id

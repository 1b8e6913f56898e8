-- Who said that they are free for all of a session. One stretch that holds it whole is the rule; where it takes
-- two, such as a morning that is a yes and an afternoon that is if needed, they are put together.
select w.facilitator_id, bool_or(w.level = 'if_needed') as if_needed
from facilitators_window w
where w.during && tstzrange(%(starts_at)s, %(ends_at)s)
group by w.facilitator_id
having bool_or(w.during @> tstzrange(%(starts_at)s, %(ends_at)s))
    or range_agg(w.during) filter (where not w.during @> tstzrange(%(starts_at)s, %(ends_at)s))
        @> tstzrange(%(starts_at)s, %(ends_at)s)

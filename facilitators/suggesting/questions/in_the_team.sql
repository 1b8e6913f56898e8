-- What is known of those who are in the team, whatever the rules say of them.
select f.id, coalesce(a.stage, '') as stage, a.lapsed_on, false as if_needed, far.miles, did.lately, f.sessions_a_month,
    did.delivered, did.shadowed, f.staff_group, f.organisation_id
from facilitators_facilitator f
left join facilitators_accreditation a on a.facilitator_id = f.id and a.course_id = %(course)s
left join unnest(%(bases)s::text[], %(miles)s::int[]) as far (base, miles) on far.base = f.base
cross join lateral ({did}) did
where f.id = any(%(ids)s)

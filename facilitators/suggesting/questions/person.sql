-- Whom the rules about somebody and a place leave: as the start of a question's WITH.
person as materialized (
    select f.id, f.sessions_a_month, f.notice_days, f.staff_group, f.organisation_id, a.stage, a.lapsed_on,
        far.miles
    from facilitators_accreditation a
    join facilitators_facilitator f on f.id = a.facilitator_id
    join people_user u on u.id = f.user_id
    left join unnest(%(bases)s::text[], %(miles)s::int[]) as far (base, miles) on far.base = f.base
    where a.course_id = %(course)s
        and f.left_on is null
        and u.is_active
        and f.sessions_a_month > 0
        and not (f.online_only and %(in_person)s)
        and (far.miles is null or f.miles_at_most is null or far.miles <= f.miles_at_most)
)

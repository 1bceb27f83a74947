-- A mail proves something only if it went to its addressee, and not to a tester or a file.

alter table notify.outbox add column mail_mode text constraint the_mode_is_known
check (mail_mode in ('sink', 'redirect', 'live'));
comment on column notify.outbox.mail_mode is
'How it was sent: live to its recipients, else to this machine or a tester. Empty before.';

alter table review.delivery_proof add column recorded_by text
constraint somebody_recorded_it check (btrim(recorded_by) <> '');
comment on column review.delivery_proof.recorded_by is
'Who vouches for it; empty for what the system knows by itself.';

-- Mailboxes of an institution that somebody made sure of in the last 90 days, at most 5.
create function review.mailboxes_of(institution text, as_of timestamptz)
returns text[] stable language sql as $$
    select coalesce(array_agg(newest.address order by newest.address), '{}')
    from (
        select contact.address
        from review.institution_contact as contact
        where
            contact.fixmedins_code = $1
            and contact.channel = 'MAIL'
            and contact.verified_at between $2 - interval '90 days' and $2
            and contact.address ~ '^[^@\s,]+@[^@\s,]+$'
        group by contact.address
        order by max(contact.verified_at) desc, contact.address
        limit 5
    ) as newest
$$;

-- Whom a county bureau calls on a day: institutions that no mail reached or may have
-- reached, with those of the workday before whose mail failed since, and those who have
-- answered nothing on the last workday but one.
create function review.phone_list(of_day date)
returns table (
    region text,
    fixmedins_code text,
    object_id text,
    kind text,
    day date,
    why text,
    facts jsonb,
    telephone text
) stable language sql as $$
    select
        told.facts ->> 'region', told.recipient, told.object_id, told.kind, told.day,
        reason.why, told.facts,
        (
            select contact.address
            from review.institution_contact as contact
            where
                contact.fixmedins_code = told.recipient
                and contact.channel = 'PHONE'
                and review.day_of(contact.verified_at) <= $1
            order by contact.verified_at desc, contact.contact_id desc
            limit 1
        )
    from review.reminder as told
    left join notify.outbox as mail on told.dedupe_key = mail.dedupe_key
    cross join lateral (
        select
            case
                when told.channel = 'PHONE' then 'NO_MAILBOX'
                when mail.status in ('failed', 'cancelled') then 'MAIL_FAILED'
                when mail.status = 'uncertain' then 'MAIL_UNCERTAIN'
                when
                    told.kind = 'APPEAL' and told.shift = -1
                    and told.facts ->> 'answered' = '0'
                    then 'NO_ANSWER'
            end as why
    ) as reason
    where
        told.recipient_kind = 'INSTITUTION'
        and (
            (told.day = $1 and reason.why is not null)
            or (
                told.day = review.add_workdays('623000', $1, -1)
                and reason.why in ('MAIL_FAILED', 'MAIL_UNCERTAIN')
            )
        )
    order by 1, 2, 5, 4, 3
$$;

-- What was told, to whom, on which day. A day is planned once and as a whole.

create table review.reminder_day (
    day date primary key,
    as_of timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    check (review.day_of(as_of) = day)
);
comment on table review.reminder_day is
'Workdays whose reminders are planned. What happens later on a day is told the next workday.';

create table review.reminder (
    reminder_id bigint generated always as identity primary key,
    kind text not null,
    object_id text not null,
    recipient_kind text not null check (recipient_kind in ('INSTITUTION', 'STAFF', 'OPERATOR')),
    recipient text not null check (btrim(recipient) <> ''),
    about_day date not null,
    due_version integer,
    shift integer,
    channel text not null check (channel in ('MAIL', 'PHONE')),
    day date not null references review.reminder_day,
    dedupe_key text references notify.outbox (dedupe_key),
    facts jsonb not null,
    recorded_at timestamptz not null default clock_timestamp(),
    check ((channel = 'MAIL') = (dedupe_key is not null))
);
create index reminder_by_day on review.reminder (day);
create index reminder_by_mail on review.reminder (dedupe_key);
comment on table review.reminder is
'One row per thing that a recipient was told; all of one recipient and day are one mail.';
comment on column review.reminder.recipient is
'fixmedins_code of an institution, person_id of staff.';
comment on column review.reminder.about_day is
'Last day that it is about; where there is none, the day of what it tells of.';
comment on column review.reminder.due_version is
'Version of the deadline; one that says the same last day is nothing new to tell.';
comment on column review.reminder.shift is
'Workdays from the last day, below 0 before it; empty where it tells of an event.';
comment on column review.reminder.channel is
'PHONE where there was no mailbox: somebody calls (review.phone_list).';
comment on column review.reminder.facts is 'Counts, amounts and days it was written from.';

-- Never twice: a shift by its day, an event by its case.
create unique index reminded_once on review.reminder (
    kind, object_id, recipient_kind, recipient, about_day, shift
) where shift is not null;

create table review.reminder_case (
    kind text not null,
    hit_id text not null references review.hit,
    seq integer not null,
    about_day date not null,
    day date not null references review.reminder_day,
    primary key (kind, hit_id, seq, about_day)
);
comment on table review.reminder_case is
'Events of cases that their institution was told of, each once.';

create trigger rows_stay before update or delete or truncate on review.reminder_day
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.reminder
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.reminder_case
    execute function review.refuse_change();

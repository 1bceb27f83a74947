-- What the guards look at besides the events themselves.

create table review.institution_contact (
    contact_id bigint generated always as identity primary key,
    fixmedins_code text not null,
    channel text not null check (channel in ('MAIL', 'PHONE', 'WECHAT', 'BUREAU')),
    address text not null,
    verified_by text not null,
    verified_at timestamptz not null
);
create index contact_by_institution on review.institution_contact (
    fixmedins_code, verified_at
);
comment on table review.institution_contact is
'One row each time somebody made sure that an institution is reached this way.';

create table review.dispatch_batch (
    batch_id text primary key,
    fixmedins_code text not null,
    approval_id text not null,
    approved_by text not null,
    approved_role text not null check (approved_role = 'AGENCY'),
    approved_at timestamptz not null,
    platform_batch text
);
comment on table review.dispatch_batch is
'One row per batch (下发批次) that the agency approved; one institution each.';
comment on column review.dispatch_batch.platform_batch is
'Number in the platform; null where the prefecture works without it.';

create table review.delivery_proof (
    batch_id text not null references review.dispatch_batch,
    kind text not null check (kind in ('DISPATCH', 'REMINDER', 'PHONE', 'BUREAU')),
    delivered_at timestamptz not null,
    source_ref text not null,
    primary key (batch_id, kind, source_ref)
);
comment on table review.delivery_proof is
'What shows that an institution knew of a batch: the dispatch itself confirmed, a reminder
delivered, a telephone call, the county bureau''s word.';

-- The one table here that is completed later: an outage is entered before it ends.
create table review.platform_outage (
    outage_id bigint generated always as identity primary key,
    started_at timestamptz not null,
    ended_at timestamptz,
    recorded_by text not null,
    check (ended_at > started_at)
);
comment on table review.platform_outage is 'Times in which institutions could not appeal.';

create table review.panel_session (
    session_id text primary key,
    held_at timestamptz not null,
    minutes_sha256 text not null,
    recorded_by text not null
);
create table review.panel_member (
    session_id text not null references review.panel_session,
    member_id text not null,
    is_senior_clinician boolean not null,
    is_of_specialty boolean not null,
    is_policy boolean not null,
    is_recused boolean not null,
    primary key (session_id, member_id)
);
comment on column review.panel_member.is_senior_clinician is 'Clinician of 副高 rank or above.';
comment on column review.panel_member.is_of_specialty is
'Of the disputed specialty, or a pharmacist where a drug is disputed.';
create table review.panel_vote (
    session_id text not null,
    member_id text not null,
    hit_id text not null references review.hit,
    ballot text not null check (ballot in ('BLIND', 'BINDING')),
    vote text not null check (vote in ('VIOLATION', 'PARTIAL', 'NONE')),
    amount numeric(16, 2) not null check (amount >= 0),
    voted_at timestamptz not null,
    primary key (session_id, member_id, hit_id, ballot),
    foreign key (session_id, member_id) references review.panel_member,
    check ((vote = 'NONE') = (amount = 0))
);
comment on table review.panel_session is 'One row per 合议.';
comment on table review.panel_member is 'Who sat in a 合议, and who withdrew.';
comment on table review.panel_vote is
'Votes of a 合议: first on masked papers and alone, then the one that counts.';

create trigger rows_stay before update or delete or truncate on review.institution_contact
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.dispatch_batch
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.delivery_proof
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.panel_session
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.panel_member
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.panel_vote
    execute function review.refuse_change();

-- What may happen to a case at all: states, transitions, reasons (process notes §1.3, §1.4).

create table review.state (
    state text primary key,
    state_key text not null unique,
    state_name text not null unique,
    is_terminal boolean not null,
    deadline_key text
);
comment on table review.state is 'The 18 states of a case; S92 and S95 may be reopened.';
comment on column review.state.deadline_key is
'Parameter of the deadline that starts when a case enters the state.';

-- The guards below know the states by name, so they come with them.
insert into review.state values
('S10', 'FIRST_REVIEW', '待初审', false, 'first_review_wd'),
('S20', 'SECOND_REVIEW', '待复审', false, 'second_review_wd'),
('S30', 'TO_DISPATCH', '待下发', false, 'dispatch_wd'),
('S40', 'DISPATCHED', '已下发（申诉期）', false, 'appeal_wd'),
('S50', 'APPEAL_REVIEW', '申诉评审中', false, 'appeal_review_wd'),
('S55', 'SUPPLEMENT', '待补充材料', false, 'supplement_wd'),
('S60', 'PANEL', '合议中', false, 'panel_wd'),
('S70', 'FINAL_REVIEW', '待终审', false, 'final_wd'),
('S80', 'NOTIFIED', '已告知（复议期）', false, 'reconsider_wd'),
('S85', 'RECONSIDER', '二次申诉评审', false, 'reconsider_decide_wd'),
('S90', 'CONFIRMED', '已认定待列单', false, null),
('S91', 'LISTED', '已列拒付单', false, 'settle_wd'),
('S92', 'SETTLED', '已扣款', true, null),
('S95', 'CLEARED', '不违规', true, null),
('S96', 'VOID', '作废', true, null),
('S97', 'TRANSFERRED', '已移送（稽核/行政）', false, 'transfer_wd'),
('S98', 'SUSPENDED', '中止（现场核查）', false, 'suspend_wd'),
('S99', 'TRANSFER_CLOSED', '移送办结', true, null);

-- A published row never changes. Of rows for the same thing the one that began last
-- counts, until it ends.
create table review.transition (
    event text not null,
    from_state text not null constraint the_state_is_known
    check (from_state ~ '^(-|S[0-9]{2})$'),
    to_state text not null references review.state,
    role text not null constraint the_role_is_known check (
        role in (
            'SYSTEM', 'REVIEWER1', 'REVIEWER2', 'DISPATCHER', 'APPEAL_REVIEWER',
            'PANEL_SECRETARY', 'INSTITUTION', 'AGENCY', 'AGENCY_LEADER'
        )
    ),
    valid_from date not null,
    valid_to date,
    published_at timestamptz not null,
    primary key (event, from_state, to_state, role, valid_from),
    constraint it_ends_after_it_begins check (valid_to >= valid_from),
    -- §0.3: the final decision and the money are the agency's.
    constraint a_third_party_decides_nothing check (
        role in ('AGENCY', 'AGENCY_LEADER')
        or event not in (
            'final_confirm', 'final_clear', 'final_return', 'reconsider_confirm',
            'reconsider_clear', 'unlist', 'settle', 'reopen', 'void', 'transfer',
            'transfer_back', 'transfer_closed'
        )
    )
);
comment on table review.transition is
'Who may move a case by which event from which state to which; all else is refused.';
comment on column review.transition.from_state is '- where the event opens the case.';

create table review.reason_code (
    reason_code text not null,
    used_for text not null constraint its_use_is_known
    check (used_for in ('OVERTURN', 'RECONSIDER', 'REOPEN')),
    reason_name text not null,
    counts_against_rule boolean not null,
    valid_from date not null,
    valid_to date,
    published_at timestamptz not null,
    primary key (reason_code, used_for, valid_from),
    constraint it_ends_after_it_begins check (valid_to >= valid_from)
);
comment on table review.reason_code is 'Reasons that an event may give, by use.';
comment on column review.reason_code.counts_against_rule is
'Whether a hit that falls for this reason was the fault of the rule (误判).';

create trigger rows_stay before update or delete or truncate on review.transition
    execute function review.refuse_change();
create trigger rows_stay before update or delete or truncate on review.reason_code
    execute function review.refuse_change();

create function review.transitions_on(day date)
returns table (event text, from_state text, to_state text, role text)
stable language sql as $$
    select newest.event, newest.from_state, newest.to_state, newest.role
    from (
        select distinct on (event, from_state, to_state, role) *
        from review.transition
        where valid_from <= $1
        order by event, from_state, to_state, role, valid_from desc
    ) as newest
    where coalesce(newest.valid_to, 'infinity') >= $1
$$;

create function review.reasons_on(day date)
returns table (reason_code text, used_for text, counts_against_rule boolean)
stable language sql as $$
    select newest.reason_code, newest.used_for, newest.counts_against_rule
    from (
        select distinct on (reason_code, used_for) *
        from review.reason_code
        where valid_from <= $1
        order by reason_code, used_for, valid_from desc
    ) as newest
    where coalesce(newest.valid_to, 'infinity') >= $1
$$;

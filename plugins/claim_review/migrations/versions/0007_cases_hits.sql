-- A case is a hit that was taken out of the screening for people to decide on.

create table review.hit (
    hit_id text primary key,
    rule_id text not null,
    rule_version text not null,
    rule_class text not null,
    verdict text not null check (verdict in ('hard', 'suspect')),
    quarter text not null,
    setl_id text not null,
    mdtrt_id text,
    bkkp_sn text,
    fixmedins_code text not null,
    region text not null,
    amount numeric(16, 2) not null check (amount >= 0),
    fund_amount numeric(16, 2) not null check (fund_amount >= 0),
    line_fund_cap numeric(16, 2) not null check (line_fund_cap >= 0),
    settlement_fund_cap numeric(16, 2) not null check (settlement_fund_cap >= 0),
    hit_reason text not null,
    evidence jsonb,
    knowledge_release text not null,
    opened_at timestamptz not null
);
create index hit_by_settlement on review.hit (setl_id);
create index hit_by_rule on review.hit (rule_id, quarter);
comment on table review.hit is
'One row per case: the hit as it was when the case was opened. Later runs change nothing.';
comment on column review.hit.region is 'County of the institution; its calendar and parameters count.';
comment on column review.hit.amount is 'Fee of the violating units in yuan.';
comment on column review.hit.fund_amount is 'Of it, what the fund paid.';
comment on column review.hit.line_fund_cap is
'What can be refused on the flagged line or, where there is none, by this hit; 0 where
amounts only inform.';
comment on column review.hit.settlement_fund_cap is 'What the fund paid for the whole settlement.';

create trigger rows_stay before update or delete or truncate on review.hit
    execute function review.refuse_change();

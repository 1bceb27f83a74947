-- Bands of what the fund paid for a single hit, as marts.mart_review_breakdown has them.
create function review.amount_band(fund_amount numeric)
returns integer immutable language sql as $$
    select
        case
            when $1 < 50 then 1
            when $1 < 200 then 2
            when $1 < 1000 then 3
            when $1 <= 5000 then 4
            else 5
        end
$$;

create function review.amount_band_name(band integer)
returns text immutable language sql as $$
    select
        (
            array['50 元以下', '50–200 元', '200–1000 元', '1000–5000 元', '5000 元以上']
        )[$1]
$$;

-- A share of 0 to 1, to the hundredth of a percent; null where there is nothing to share.
create function review.share(part numeric, whole numeric)
returns numeric immutable language sql as $$
    select round(part / nullif(whole, 0), 4)
$$;

-- The Wilson interval that holds a proportion with 95 %; null without observations.
create function review.wilson(
    part bigint, whole bigint, out low numeric, out high numeric
) immutable language sql as $$
    select
        round((middle - reach) / (whole + z2), 4),
        round((middle + reach) / (whole + z2), 4)
    from (
        select
            whole,
            3.841459 as z2,
            part + 3.841459 / 2 as middle,
            sqrt(3.841459)
            * sqrt(part * (whole - part)::numeric / nullif(whole, 0) + 3.841459 / 4)
                as reach
    ) as parts
    where whole > 0
$$;

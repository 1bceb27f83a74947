-- One row: what can only be said of the batch as a whole.
create unlogged table {target} as
select
    {set_aside_counts},
    (
        select count(*)
        from {setl_d}
        where setl_time::timestamp >= {quarter_begins}
          and setl_time::timestamp < {quarter_ends}
    ) as settlements_of_quarter,
    -- Keys of lines are unique in the country's platform. One that names lines of two
    -- encounters is only unique within each, and the later line would hide the other.
    (
        select count(*)
        from {fee_list_d} as old
        where exists (
            select from {row_superseded} as mark
            where mark.table_name = 'fee_list_d' and mark.line_number = old.line_number
        )
          and exists (
            select from {fee_list_d} as other
            where other.bkkp_sn = old.bkkp_sn and other.mdtrt_id <> old.mdtrt_id
        )
    ) as reused_line_keys

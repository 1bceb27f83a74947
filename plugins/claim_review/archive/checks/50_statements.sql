-- Published statements, of whatever quarter, say what the ledger says.
select
    statement.statement_number,
    statement.refused_amount,
    statement.reversed_amount,
    ledger.refused as refused_in_ledger,
    ledger.reversed as reversed_in_ledger
from review.statement
inner join review.statement_publication using (statement_number)
cross join lateral review.entered(statement.statement_month, statement.fixmedins_code)
    as ledger
where
    (statement.refused_amount, statement.reversed_amount) <> (ledger.refused, ledger.reversed)
order by statement.statement_number

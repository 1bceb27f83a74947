-- No message of the outbox is there twice.
select 'dedupe_key' as column_name, dedupe_key as value, count(*) as messages
from notify.outbox
group by dedupe_key
having count(*) > 1
union all
select 'message_id', message_id, count(*)
from notify.outbox
where message_id is not null
group by message_id
having count(*) > 1
order by column_name, value

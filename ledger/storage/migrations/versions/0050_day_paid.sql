create view ledger.paid as
select p.seq, l.amount as paid
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('payment', 'transfer');
comment on view ledger.paid is
  'What members paid each other, posting by posting, nothing taken off for what was given back.';

create table ledger.day_paid (
  day  date   not null
    constraint day_paid_is_kept_once primary key
    constraint day_paid_is_of_a_day_of_the_journal references ledger.journal_day (day),
  paid bigint not null
);
comment on table ledger.day_paid is
  'What was paid on each closed day, nothing taken off: the volume that an exempt issuer declares.';

create trigger day_paid_is_never_changed before update or delete or truncate on ledger.day_paid
  for each statement execute function ledger.refuse_change();
alter table ledger.day_paid enable always trigger day_paid_is_never_changed;

grant select on ledger.paid, ledger.day_paid to mlc_app, mlc_auditor;
grant insert on ledger.day_paid to mlc_app;

create view ledger.spending as
select l.posting_seq as seq,
       case when d.kind = 'resident' and c.kind in ('merchant', 'association', 'public_office') then l.amount
            when c.kind = 'resident' and d.kind in ('merchant', 'association', 'public_office') then -l.amount
            else 0 end as spent,
       case when d.kind not in ('merchant', 'association', 'public_office')
              or c.kind not in ('merchant', 'association', 'public_office') then 0
            when p.kind = 'payment' or o.kind = 'refund' then l.amount
            else -l.amount end as respent,
       case when c.kind in ('resident', 'merchant', 'association', 'public_office') then l.amount else 0 end
       - case when d.kind in ('resident', 'merchant', 'association', 'public_office') then l.amount else 0 end
         as grown
  from ledger.leg as l
       join ledger.posting as p on p.seq = l.posting_seq
       join ledger.account as d on d.id = l.debit_account
       join ledger.account as c on c.id = l.credit_account
       left join ledger.posting as o on o.id = p.reverses and p.kind = 'reversal';
comment on view ledger.spending is
  'Leg by leg: units that residents spent, that acceptors spent again, and by how much circulation grew; what is given back counts less.';

create table ledger.day_spending (
  day     date   not null
    constraint day_spending_is_kept_once primary key
    constraint day_spending_is_of_a_day_of_the_journal references ledger.journal_day (day),
  spent   bigint not null,
  respent bigint not null,
  grown   bigint not null
);
comment on table ledger.day_spending is
  'What the spending of each closed day adds up to: computed from the journal, kept so as not to be added up again.';

create table ledger.launch_cost (
  id        uuid        not null
    constraint launch_cost_id_is_unique primary key,
  month     date        not null
    constraint launch_cost_is_of_a_month check (month = date_trunc('month', month)),
  amount    bigint      not null
    constraint launch_cost_is_something check (amount > 0),
  reference text        not null,
  noted_by  text        not null,
  noted_at  timestamptz not null
);
comment on table ledger.launch_cost is
  'Euros that a month of the launch cost, in cents, and which document says so; lines add up.';

create trigger day_spending_is_never_changed before update or delete or truncate on ledger.day_spending
  for each statement execute function ledger.refuse_change();
alter table ledger.day_spending enable always trigger day_spending_is_never_changed;
create trigger launch_cost_is_never_changed before update or delete or truncate on ledger.launch_cost
  for each statement execute function ledger.refuse_change();
alter table ledger.launch_cost enable always trigger launch_cost_is_never_changed;

grant select on ledger.spending, ledger.day_spending, ledger.launch_cost to mlc_app, mlc_auditor;
grant insert on ledger.day_spending, ledger.launch_cost to mlc_app;

alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger'));

create table ledger.closure (
  account_id   bigint      not null
    constraint closure_is_final primary key
    constraint closure_is_of_an_account references ledger.account (id),
  reason       text        not null
    constraint closure_reason_is_known check (reason in ('asked', 'death', 'ceased', 'duplicate')),
  into_account bigint
    constraint closure_leads_to_an_account references ledger.account (id),
  closed_by    text        not null,
  closed_at    timestamptz not null,
  constraint closure_of_a_duplicate_leads_elsewhere
    check ((reason = 'duplicate') = (into_account is not null) and into_account <> account_id)
);
comment on table ledger.closure is
  'Accounts that ended: why, by whom, and, where their holder had two, which one goes on. Never changed.';
create index closure_by_account_that_goes_on on ledger.closure (into_account) where into_account is not null;
create index closure_by_instant on ledger.closure (closed_at);

create trigger closure_is_never_changed before update or delete or truncate on ledger.closure
  for each statement execute function ledger.refuse_change();
alter table ledger.closure enable always trigger closure_is_never_changed;

grant select on ledger.closure to mlc_app, mlc_auditor;
grant insert on ledger.closure to mlc_app;
grant update (limit_group) on ledger.account to mlc_app;

alter table people.person add column merged_into uuid
  constraint person_is_merged_into_a_person references people.person (id);
alter table people.person add constraint person_is_merged_into_another check (merged_into <> id);
comment on column people.person.merged_into is
  'The same person, enrolled twice: who goes on.';

create or replace view ledger.spending as
select l.posting_seq as seq,
       case when d.kind = 'resident' and c.kind in ('merchant', 'association', 'public_office') then l.amount
            when c.kind = 'resident' and d.kind in ('merchant', 'association', 'public_office') then -l.amount
            else 0 end as spent,
       case when d.kind not in ('merchant', 'association', 'public_office')
              or c.kind not in ('merchant', 'association', 'public_office') then 0
            when p.kind = 'merger' then 0
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

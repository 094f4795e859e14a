create table ledger.exit_request (
  id         uuid        not null
    constraint exit_request_id_is_unique primary key,
  account_id bigint      not null
    constraint exit_request_is_of_an_account references ledger.account (id),
  amount     bigint      not null
    constraint exit_request_amount_is_positive check (amount > 0),
  fee        bigint      not null
    constraint exit_request_fee_is_below_its_amount check (fee >= 0 and fee < amount),
  reason     text        not null
    constraint exit_request_reason_is_known check (reason in ('departure', 'death', 'closure')),
  asked_by   text        not null,
  asked_at   timestamptz not null,
  first_by   text,
  first_at   timestamptz,
  is_first_by_treasury boolean,
  decided_by text,
  decided_at timestamptz,
  is_granted boolean,
  constraint exit_request_is_approved_at_once check (num_nulls(first_by, first_at, is_first_by_treasury) in (0, 3)),
  constraint exit_request_is_decided_at_once check (num_nulls(decided_by, decided_at, is_granted) in (0, 3)),
  constraint exit_request_takes_three_people
    check (first_by <> asked_by and decided_by <> asked_by and (decided_by <> first_by or not is_granted)),
  constraint exit_request_is_granted_second check (is_granted is not true or first_by is not null)
);
comment on table ledger.exit_request is
  'A resident leaves: one person asks, two others approve; granted, the posting that pays out bears its id.';
create unique index exit_request_waits_alone on ledger.exit_request (account_id) where decided_at is null;
create index exit_request_by_instant on ledger.exit_request (asked_at);

create table people.exit_proof (
  request_id uuid not null
    constraint exit_proof_is_of_one_request primary key
    constraint exit_proof_is_of_a_request references ledger.exit_request (id),
  reference  text not null
);
comment on table people.exit_proof is 'Which document was shown for an exit: its reference, never a copy.';

create or replace view ledger.flow as
select p.seq, l.amount as came, 0::bigint as went
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('issuance', 'topup_issued') and l.part <> 'dues'
 union all
select p.seq, -l.amount, 0
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq
       join ledger.posting as o on o.id = p.reverses
       join ledger.leg as k on k.posting_seq = o.seq and k.credit_account = l.debit_account
 where p.kind = 'reversal' and o.kind in ('issuance', 'topup_issued') and k.part <> 'dues'
 union all
select p.seq, 0, case when p.kind = 'redemption_returned' then -l.amount else l.amount end
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind in ('redemption_requested', 'exit_requested', 'redemption_returned');

grant select on ledger.exit_request to mlc_app, mlc_auditor;
grant insert on ledger.exit_request to mlc_app;
grant update (first_by, first_at, is_first_by_treasury, decided_by, decided_at, is_granted)
  on ledger.exit_request to mlc_app;
grant select, insert, update, delete on people.exit_proof to mlc_app;

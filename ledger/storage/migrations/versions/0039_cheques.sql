alter table ledger.countersignature drop constraint countersignature_is_of_a_known_act;
alter table ledger.countersignature add constraint countersignature_is_of_a_known_act
  check (act in ('slip_credit', 'reversal', 'officer', 'closing', 'merger', 'erasure', 'cheque_unpaid'));

create table ledger.cheque (
  posting_id uuid   not null
    constraint cheque_is_received_once primary key,
  account_id bigint not null
    constraint cheque_is_for_an_account references ledger.account (id)
);
comment on table ledger.cheque is 'Each cheque laid on a counter, by the posting that received it: for which wallet.';

create table ledger.member_debt (
  posting_id uuid   not null
    constraint member_debt_is_owed_once primary key,
  account_id bigint not null
    constraint member_debt_is_of_an_account references ledger.account (id),
  amount     bigint not null
    constraint member_debt_is_positive check (amount > 0),
  paid       bigint not null default 0,
  constraint member_debt_is_never_overpaid check (paid between 0 and amount)
);
comment on table ledger.member_debt is
  'What a member owes to the issuer since the posting that says so, and how much of it was paid.';
create index member_debt_of_an_account on ledger.member_debt (account_id) where paid < amount;

insert into ledger.cheque (posting_id, account_id)
select p.id, l.credit_account
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
 where p.kind = 'issuance' and l.part = 'principal';

create view ledger.received_cheque as
select r.id, r.seq, r.kind, q.account_id, r.piece, r.posted_at as received_at,
       (select sum(amount) from ledger.leg where posting_seq = r.seq)::bigint as amount,
       slip.number as slip, slip.credited_at, done.kind as settled_as, done.posted_at as settled_at
  from ledger.cheque as q
       join ledger.posting as r on r.id = q.posting_id
       join ledger.leg as l on l.posting_seq = r.seq and l.n = 0
       left join lateral (
         select s.piece as number, c.posted_at as credited_at
           from ledger.leg as k
                join ledger.posting as s on s.seq = k.posting_seq and s.kind = 'slip_closed'
                left join ledger.posting as c on c.settles = s.id
          where k.credit_account = l.debit_account and k.posting_seq > r.seq
          order by k.posting_seq limit 1) as slip on true
       left join ledger.posting as done on done.settles = r.id
 where not exists (select from ledger.posting as b where b.reverses = r.id);
comment on view ledger.received_cheque is
  'Each cheque that stands: the first slip after it, whether the bank credited that, and what became of it.';

grant select on ledger.cheque, ledger.member_debt, ledger.received_cheque to mlc_app, mlc_auditor;
grant insert on ledger.cheque, ledger.member_debt to mlc_app;
grant update (paid) on ledger.member_debt to mlc_app;
